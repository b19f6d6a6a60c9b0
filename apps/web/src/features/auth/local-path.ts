/** Where to go after signing in: a path of this site and nothing else, so that a crafted link leads nowhere. */
export function localPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !next.startsWith('/sign-in') ? next : '/'
}
