import { joined } from '@enrichify/domain'
import type { FactKind } from '@enrichify/domain'
import { parse } from 'tldts'
import type { PageLink } from './collect-links.ts'
import { LINK_TOPICS } from './link-topics.ts'

const NOT_A_PAGE = new RegExp(
  joined`
    \.(?:
      pdf|docx?|xlsx?|pptx?|zip|rar|gz|exe|dmg|apk|jpe?g|png|gif|svg|webp|bmp|tiff?|mp[34]|m4[av]
      |wav|avi|mov|wmv|ics|vcf|xml|rss|atom|json|css|js|txt|eps|ai|psd
    )$
  `,
  'i',
)
const ACTION = new RegExp(
  joined`
    (?:^|[/?&=_-])(?:
      log-?out|log-?in|log-?on|sign-?in|sign-?up|signout|cart|basket|checkout|wp-admin|wp-login
      |add-to-cart|print|replytocom|unsubscribe|password
    )(?:$|[/?&=_.])
  `,
  'i',
)
const DEEP = /\/(?:blog|news|tag|category|archives?|products?|shop|items?|events?|articles?|author|jobs|20\d\d)\/.+/i
/** Tracking and session parameters say nothing about which page it is. */
const NOISE_PARAMETER =
  /^(?:utm_\w+|fbclid|gclid|msclkid|sid|phpsessid|sessionid|jsessionid|oscsid|zenid|loc|ref|wt\.\w+)$/i
const FRAME = 6
/** The rest of the budget goes to the plain navigation, which often names people and numbers too. */
const FILLER = 1
const MAX_RANKED = 400

/**
 * One key per page. Scheme, `www.`, fragment, last slash, index file, session and tracking parameters do not make
 * another page. Null when it is not a URL.
 */
export function pageKey(url: string): string | null {
  try {
    const parsed = new URL(url)
    for (const name of Array.from(parsed.searchParams.keys()))
      if (NOISE_PARAMETER.test(name)) parsed.searchParams.delete(name)
    const path = parsed.pathname
      .replace(/\/(?:index|default|home)\.(?:html?|php\d?|aspx?|jsp|cfm|shtml)$/i, '/')
      .replace(/;jsessionid=[^/]*/i, '')
      .replace(/(?<!\/)\/+$/, '')
    return `${parsed.host.toLowerCase().replace(/^www\./, '')}${path}${parsed.search}`
  } catch {
    return null
  }
}

export interface LinkSource {
  url: string
  links: PageLink[]
}

/**
 * The links of the pages read so far that promise one of the wanted facts, best first and at most `budget`. Only the
 * site of the first page (registrable domain, or the same bare host), one link per page, no files, actions, visited
 * pages or language twins. Call it again with every page that was read to follow links found on the way.
 */
export function choosePromisingLinks(
  source: LinkSource | LinkSource[],
  options: { wanted: FactKind[]; budget: number; visited?: string[] },
): string[] {
  const pages = Array.isArray(source) ? source : [source]
  const home = parse(pages[0]?.url ?? '', { allowPrivateDomains: true })
  const seen = new Set([...pages.map((page) => page.url), ...(options.visited ?? [])].map(pageKey))
  const best = new Map<string, Ranked>()
  for (const [hop, page] of pages.entries()) {
    for (const link of scoredLinks(page, home.domain ?? home.hostname ?? '', options.wanted)) {
      if (seen.has(link.key) || (hop > 0 && link.score < 2)) continue
      const known = best.get(link.key)
      const value = link.score - (hop > 0 ? 0.5 : 0)
      if (!known || known.score < value)
        best.set(link.key, { ...link, score: value, order: known?.order ?? hop * 10_000 + link.order })
    }
  }
  const ranked = [...best.values()].sort((a, b) => b.score - a.score || a.order - b.order).slice(0, MAX_RANKED)
  return spreadTopics(
    dropLanguageTwins(
      ranked,
      pages.map((page) => page.url),
    ),
    options.budget,
    countTopics(
      pages.map((page) => page.url),
      options.visited ?? [],
    ),
  ).map((each) => each.url)
}

interface Ranked {
  key: string
  url: string
  score: number
  order: number
  topic: string
}

/** A crawl asks again after every page, but the value of a page’s links does not change. */
const known = new WeakMap<PageLink[], { site: string; wanted: string; links: Ranked[] }>()

function scoredLinks(page: LinkSource, site: string, wanted: FactKind[]): Ranked[] {
  const cached = known.get(page.links)
  if (cached && cached.site === site && cached.wanted === wanted.join()) return cached.links
  const homeHost = parse(page.url).hostname ?? ''
  const links: Ranked[] = []
  for (const [order, link] of page.links.entries()) {
    const target = parse(link.url, { allowPrivateDomains: true })
    const key = (target.domain ?? target.hostname) === site ? pageKey(link.url) : null
    if (!key) continue
    const parsed = new URL(link.url)
    parsed.hash = ''
    if (NOT_A_PAGE.test(parsed.pathname) || ACTION.test(parsed.pathname + parsed.search)) continue
    links.push({ key, url: parsed.href, order, ...scoreLink(link, parsed, wanted, homeHost) })
  }
  known.set(page.links, { site, wanted: wanted.join(), links })
  return links
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
}

function foldPath(path: string): string {
  return fold(
    safeDecode(path)
      .replace(/\.\w{2,5}$/, '')
      .replaceAll(/([a-z])([A-Z])/g, '$1-$2'),
  )
}

const weakPatterns = new Map(
  LINK_TOPICS.map(({ topic, weak }) => [
    topic,
    new RegExp(
      joined`
        ^(?:(?:our|the|my|meet|meet-our|meet-the|view|site|all|company|contact)-)?(?:${weak})
        (?:-(?:us|page|list|directory|members?|center|info|faqs?))?$
      `,
    ),
  ]),
)

function topicOf(text: string, path: string): (typeof LINK_TOPICS)[number] | null {
  const folded = fold(text.slice(0, 60))
  const whole = foldPath(path)
  const last = foldPath(
    path
      .split('?')[0]!
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1) ?? '',
  )
  return (
    LINK_TOPICS.find(
      ({ topic, strong }) =>
        strong.test(folded) ||
        strong.test(whole) ||
        weakPatterns.get(topic)?.test(folded) ||
        weakPatterns.get(topic)?.test(last),
    ) ?? null
  )
}

function scoreLink(link: PageLink, url: URL, wanted: FactKind[], homeHost: string): { score: number; topic: string } {
  const text = fold(link.text.slice(0, 60))
  const path = url.pathname + url.search
  const whole = foldPath(path)
  let best = { score: FILLER, topic: 'other' }
  const last = foldPath(
    url.pathname
      .replace(/(?<!\/)\/+$/, '')
      .split('/')
      .at(-1) ?? '',
  )
  for (const { topic, strong, score, kinds } of LINK_TOPICS) {
    if (!kinds.some((kind) => wanted.includes(kind))) continue
    const weak = weakPatterns.get(topic) as RegExp
    const inText = strong.test(text) || weak.test(text)
    const inPath = strong.test(whole) || weak.test(last)
    if (!inText && !inPath) continue
    const value =
      score +
      (inText && inPath ? 2 : 0) +
      (text.split('-').length <= 3 ? 0.5 : 0) +
      (inText || weak.test(last) || strong.test(last) ? 0.5 : 0)
    if (value > best.score) best = { score: value, topic }
  }
  // A frameset has no links of its own: its frames are the page.
  if (link.rel === 'frame') best = { score: Math.max(best.score, FRAME), topic: best.topic }
  // A site map's entries are pages that the site itself counts.
  if (link.rel === 'sitemap' && best.topic === 'other') best = { score: FILLER + 2, topic: 'sitemap' }
  const depth = url.pathname.split('/').filter(Boolean).length
  const elsewhere = url.hostname.replace(/^www\./, '') === homeHost.replace(/^www\./, '') ? 0 : 2
  return {
    topic: best.topic,
    score:
      best.score -
      Math.max(0, depth - 2) * 0.5 -
      (DEEP.test(url.pathname) ? 4 : 0) -
      (url.search ? 0.3 : 0) -
      elsewhere,
  }
}

const languageKey = (url: string) =>
  (pageKey(url) ?? '')
    .replace(/\/(?:[a-z]{2}(?:[-_][a-z]{2})?)(?=\/|$)/i, '')
    .replace(/([?&])(?:lang|hl|locale|language)=[\w-]+/i, '$1')

/** `/en/contact` and `/de/contact` are one page in two languages. The first one stays. */
function dropLanguageTwins(ranked: Ranked[], read: string[]): Ranked[] {
  const seen = new Set(read.map(languageKey))
  return ranked.filter(({ url }) => {
    const key = languageKey(url)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * How often each topic was read. A try that gave no page counts a third: a few dead links must not close a topic, but
 * many should.
 */
function countTopics(read: string[], visited: string[]): Map<string, number> {
  const counts = new Map<string, number>()
  const keys = new Set(read.map(pageKey))
  const tried = new Map([...read.slice(1), ...visited].map((url) => [pageKey(url), url]))
  for (const [key, url] of tried) {
    const topic = URL.canParse(url) ? topicOf('', new URL(url).pathname)?.topic : undefined
    if (topic) counts.set(topic, (counts.get(topic) ?? 0) + (keys.has(key) ? 1 : 1 / 3))
  }
  return counts
}

/** Best first, but a topic with many links (forty staff biographies) leaves room for the others. */
function spreadTopics(ranked: Ranked[], budget: number, counts: Map<string, number>): Ranked[] {
  const chosen = new Set<Ranked>()
  const share = Math.max(3, Math.ceil(budget / 3))
  for (const limit of [share, Number.POSITIVE_INFINITY]) {
    for (const each of ranked) {
      const count = counts.get(each.topic) ?? 0
      if (chosen.size >= budget || count >= limit || chosen.has(each)) continue
      chosen.add(each)
      counts.set(each.topic, count + 1)
    }
  }
  return ranked.filter((each) => chosen.has(each))
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
