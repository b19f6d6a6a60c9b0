/** Where to go after signing in: only to a path of this site, so that a crafted link leads nowhere else. */
export function localPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
