import { parse } from 'tldts'
import { joined } from '../text/long-text.ts'

export interface FoundEmail {
  email: string
  /** Offsets into the searched text. They cover the whole of an obfuscated form. */
  start: number
  end: number
}

const LOCAL = "[\\p{L}\\d](?:[\\p{L}\\d._%+'-]{0,62}[\\p{L}\\d_+-])?"
const LABEL = '[\\p{L}\\d](?:[\\p{L}\\d-]{0,61}[\\p{L}\\d])?'
const PLAIN = new RegExp(
  `(?<![\\p{L}\\d._%+@/:-])(?:mailto:)?(${LOCAL})@((?:${LABEL}\\.){1,8}[\\p{L}]{2,24})(?![\\p{L}\\d@])`,
  'gu',
)
const AT = joined`
  \s?(?:
    \[\s?(?:at|@|a|ät|arroba|chez|arobase)\s?\]|\(\s?(?:at|@|a|ät|arroba|arobase|chez)\s?\)
    |\{\s?(?:at|@)\s?\}|<\s?at\s?>|\sat\s|_at_|-at-
  )\s?
`
const DOT = joined`
  (?:
    \s?(?:
      \[\s?(?:dot|\.|punkt|punto|point|d0t)\s?\]|\(\s?(?:dot|\.|punkt|punto|point)\s?\)
      |\{\s?(?:dot|\.)\s?\}|\sdot\s
    )\s?
    |\.
  )
`
const HIDDEN = new RegExp(
  joined`
    (?<![\p{L}\d._%+@-])([\p{L}\d][\p{L}\d_+-]{0,40}(?:${DOT}[\p{L}\d_+-]{1,40}){0,3})(${AT})
    (${LABEL}(?:${DOT}${LABEL}){0,4}(${DOT})\p{L}{2,24})(?![\p{L}\d@])
  `,
  'giu',
)
const FILE_ENDING = /\.(?:png|jpe?g|gif|svg|webp|avif|css|js|mjs|pdf|woff2?|ico)$/i

function toAddress(local: string, domain: string, ownHost: string | undefined): string | null {
  const address = `${local}@${domain}`.toLowerCase()
  if (address.length > 254 || FILE_ENDING.test(domain) || local.includes('..')) return null
  // A host that serves the page exists, even under a reserved or private top-level domain.
  if (ownHost !== undefined && isSameOrBelow(domain.toLowerCase(), ownHost)) return address
  const host = parse(domain, { validateHostname: true })
  return host.domain && (host.isIcann || host.isPrivate) ? address : null
}

function isSameOrBelow(domain: string, host: string): boolean {
  const own = host.toLowerCase().replace(/^www\./, '')
  return own.includes('.') && (domain === own || domain.endsWith(`.${own}`))
}

/**
 * E-mail addresses of a text, plain (`info@acme.com`) or spelled to hide them (`info [at] acme [dot] com`), in lower
 * case. Only under real public suffixes, or at (or below) `ownHost`, the host of the page that prints them.
 */
export function findEmailAddresses(text: string, ownHost?: string): FoundEmail[] {
  const found: FoundEmail[] = []
  if (text.includes('@')) {
    for (const match of text.matchAll(PLAIN)) {
      const email = toAddress(match[1] as string, match[2] as string, ownHost)
      if (email) found.push({ email, start: match.index, end: match.index + match[0].length })
    }
  }
  for (const match of /\bat\b|_at_|ät|arroba|arobase|[[({]\s?[a@]\s?[\])}]/i.test(text) ? text.matchAll(HIDDEN) : []) {
    const [whole, local, at, domain, lastDot] = match as unknown as [string, string, string, string, string]
    // "meet us at acme.com" is a sentence: the bare word `at` hides an address only together with a hidden dot.
    if (/^\s*at\s*$/i.test(at) && !/dot/i.test(lastDot)) continue
    const plain = (part: string) => part.replaceAll(new RegExp(DOT, 'giu'), '.')
    const email = toAddress(plain(local), plain(domain), ownHost)
    if (email && !found.some((each) => each.start < match.index + whole.length && match.index < each.end))
      found.push({ email, start: match.index, end: match.index + whole.length })
  }
  return found.sort((a, b) => a.start - b.start)
}
