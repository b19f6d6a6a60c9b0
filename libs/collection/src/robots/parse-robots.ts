/**
 * One `User-agent` block: names in lower case (`*` for everyone), rules in file order, seconds of `Crawl-delay` or
 * null.
 */
export interface RobotsGroup {
  agents: string[]
  rules: RobotsRule[]
  crawlDelay: number | null
}

export interface RobotsRule {
  allow: boolean
  /** Percent-encoded as a URL path is, with `*` and a final `$` meaning what RFC 9309 says. */
  pattern: string
}

export interface Robots {
  groups: RobotsGroup[]
  /** As written; a reader resolves and checks them like any other URL. */
  sitemaps: string[]
}

// Google’s parser cuts lines here. A longer line is an attempt to make us work.
const maxLineLength = 2083 * 8

// Misspellings that the reference parser accepts. Site owners who write them mean the right word.
const keys: Record<string, 'agent' | 'allow' | 'disallow' | 'sitemap' | 'delay'> = {
  'user-agent': 'agent',
  useragent: 'agent',
  'user agent': 'agent',
  allow: 'allow',
  disallow: 'disallow',
  dissallow: 'disallow',
  dissalow: 'disallow',
  disalow: 'disallow',
  diasllow: 'disallow',
  disallaw: 'disallow',
  sitemap: 'sitemap',
  'site-map': 'sitemap',
  'crawl-delay': 'delay',
  crawldelay: 'delay',
}

/**
 * Parses robots.txt as RFC 9309 and Google’s reference parser do: case-blind keys, comments, any line ending, a byte
 * order mark, a missing colon, consecutive `User-agent` lines as one group. Never throws, and skips what it does not
 * understand.
 */
export function parseRobots(text: string): Robots {
  const robots: Robots = { groups: [], sitemaps: [] }
  let group: RobotsGroup | null = null
  // Rules end a list of agents; sitemaps, delays and unknown lines do not.
  let closed = true
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const pair = splitLine(line.slice(0, maxLineLength))
    if (pair === null) continue
    const [kind, value] = pair
    if (kind === 'agent') {
      if (group === null || closed) {
        group = { agents: [], rules: [], crawlDelay: null }
        robots.groups.push(group)
        closed = false
      }
      group.agents.push(agentName(value))
    } else if (kind === 'sitemap') {
      if (value !== '') robots.sitemaps.push(value)
    } else if (group !== null && kind === 'delay') {
      const seconds = Number.parseFloat(value)
      if (seconds >= 0) group.crawlDelay = seconds
    } else if (group !== null && kind !== 'delay') {
      closed = true
      group.rules.push({ allow: kind === 'allow', pattern: escapePattern(value) })
    }
  }
  return robots
}

function splitLine(line: string): [(typeof keys)[string], string] | null {
  const hash = line.indexOf('#')
  const text = (hash < 0 ? line : line.slice(0, hash)).trim()
  const colon = text.indexOf(':')
  // Without a colon a line counts when it is exactly two words: `Disallow /private`.
  const words = colon < 0 ? text.split(/[ \t]+/) : []
  if (colon < 0 && words.length !== 2) return null
  const key = keys[(colon < 0 ? (words[0] ?? '') : text.slice(0, colon)).trim().toLowerCase()]
  if (key === undefined) return null
  return [key, colon < 0 ? (words[1] ?? '') : text.slice(colon + 1).trim()]
}

// A star alone or before a blank means everyone. Of anything else the product token counts, so `Foobot/2.1` is
// `foobot`.
function agentName(value: string): string {
  return /^\*(?:\s|$)/.test(value) ? '*' : productToken(value)
}

/**
 * The part of a user agent that robots.txt is compared with, in lower case: `Enrichify/1.0 (+https://…)` is
 * `enrichify`.
 */
export function productToken(userAgent: string): string {
  return (/^[a-zA-Z_-]*/.exec(userAgent)?.[0] ?? '').toLowerCase()
}

/**
 * Writes a path or pattern as URLs have it: characters outside ASCII percent-encoded as UTF-8, hexadecimal digits in
 * capitals.
 */
export function escapePattern(text: string): string {
  return text
    .replace(/%[0-9a-fA-F]{2}/g, (code) => code.toUpperCase())
    .replace(/\P{ASCII}+/gu, (run) => Buffer.from(run).toString('hex').toUpperCase().replace(/../g, '%$&'))
}
