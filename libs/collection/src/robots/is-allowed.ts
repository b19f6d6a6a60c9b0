import type { Robots, RobotsGroup } from './parse-robots.ts'

/**
 * Whether robots.txt allows the agent with this product token to fetch this URL. The groups that name it count, else
 * those for `*`. The longest matching pattern decides, `Allow` on a tie; no rule means yes. Takes absolute URLs and
 * paths as they are.
 */
export function isAllowed(robots: Robots, userAgentToken: string, url: string): boolean {
  // A URL comes percent-encoded from its parser. Only the capitals of the digits vary between sites.
  const path = robotsPath(url).replace(/%[0-9a-fA-F]{2}/g, (code) => code.toUpperCase())
  let allow = -1
  let disallow = -1
  for (const group of groupsFor(robots, userAgentToken)) {
    for (const rule of group.rules) {
      if (rule.allow) allow = Math.max(allow, allowPriority(path, rule.pattern))
      else if (matches(path, rule.pattern)) disallow = Math.max(disallow, rule.pattern.length)
    }
  }
  return allow > 0 || disallow > 0 ? disallow <= allow : true
}

/** Seconds between two requests that the site asks this agent for, or null. */
export function crawlDelay(robots: Robots, userAgentToken: string): number | null {
  const delays = groupsFor(robots, userAgentToken).flatMap((group) =>
    group.crawlDelay === null ? [] : [group.crawlDelay],
  )
  return delays.length === 0 ? null : Math.max(...delays)
}

function groupsFor(robots: Robots, userAgentToken: string): RobotsGroup[] {
  const token = userAgentToken.toLowerCase()
  const named = robots.groups.filter((group) => group.agents.includes(token))
  return named.length > 0 ? named : robots.groups.filter((group) => group.agents.includes('*'))
}

// `Allow: /index.html` also opens the folder itself, because a server shows that page there.
function allowPriority(path: string, pattern: string): number {
  if (matches(path, pattern)) return pattern.length
  const slash = pattern.lastIndexOf('/')
  if (slash < 0 || !pattern.startsWith('/index.htm', slash)) return -1
  const folder = `${pattern.slice(0, slash + 1)}$`
  return matches(path, folder) ? folder.length : -1
}

// The leftmost search of each piece between stars is enough for a prefix match. It costs no backtracking that a site
// could abuse.
function matches(path: string, pattern: string): boolean {
  const anchored = pattern.endsWith('$')
  const pieces = (anchored ? pattern.slice(0, -1) : pattern).split('*')
  const first = pieces[0] ?? ''
  if (!path.startsWith(first)) return false
  let at = first.length
  if (pieces.length === 1) return !anchored || at === path.length
  for (const piece of pieces.slice(1, anchored ? -1 : undefined)) {
    const found = path.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  const last = pieces.at(-1) ?? ''
  return !anchored || (path.endsWith(last) && path.length - last.length >= at)
}

/**
 * Path, parameters and query of a URL as written, without fragment. `/` when there is none. Text based, because rules
 * are too.
 */
export function robotsPath(url: string): string {
  const afterScheme = url.startsWith('//') ? 2 : 0
  const early = url.slice(afterScheme).search(/[/?;]/)
  const scheme = url.indexOf('://', afterScheme)
  const start = scheme >= 0 && (early < 0 || scheme <= early + afterScheme) ? scheme + 3 : afterScheme
  const path = url.slice(start).search(/[/?;]/)
  const hash = url.indexOf('#', start)
  if (path < 0 || (hash >= 0 && hash < path + start)) return '/'
  const found = url.slice(path + start, hash < 0 ? undefined : hash)
  return found.startsWith('/') ? found : `/${found}`
}
