/**
 * Cookies of one `read` and no longer. That is enough for sites that set one and redirect to themselves. Never
 * crosses hosts.
 */
export interface CookieJar {
  store(url: URL, response: Response): void
  header(url: URL): string | null
}

const maxPerHost = 50
const maxValueLength = 4096

export function createCookieJar(): CookieJar {
  const hosts = new Map<string, Map<string, string>>()
  return {
    store(url, response) {
      for (const line of response.headers.getSetCookie()) {
        const pair = /^\s*([^=;\s]+)=([^;]*)/.exec(line)
        if (pair === null || line.length > maxValueLength) continue
        const cookies = hosts.get(url.host) ?? new Map<string, string>()
        if (cookies.size < maxPerHost) cookies.set(pair[1] ?? '', (pair[2] ?? '').trim())
        hosts.set(url.host, cookies)
      }
    },
    header(url) {
      const cookies = hosts.get(url.host)
      return cookies === undefined ? null : [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    },
  }
}
