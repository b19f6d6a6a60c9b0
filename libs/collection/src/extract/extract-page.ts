import { countryOfPrefix, type EvidenceText, type Fact } from '@enrichify/domain'
import type { Document } from 'domhandler'
import { findAddresses } from './addresses/find-addresses.ts'
import { elementsOf } from './dom-walk.ts'
import { EvidenceBuilder, cleanValue } from './evidence-builder.ts'
import { findCompanyNames, findFounded, headFacts, weighByHost } from './find-company.ts'
import { findEmails } from './find-emails.ts'
import { guessCountries } from './guess-countries.ts'
import { findHours } from './hours/find-hours.ts'
import { layOutText, type LaidOutText } from './lay-out-text.ts'
import { linkFacts } from './link-facts.ts'
import { baseUrlOf, collectLinks, type PageLink } from './links/collect-links.ts'
import { parseHtml } from './parse-html.ts'
import { findPeople } from './people/find-people.ts'
import { findPhones } from './phones/find-phones.ts'
import { entitiesOfJsonLd, entitiesOfMicrodata } from './structured/entities.ts'
import { entitiesOfHcards } from './structured/read-hcard.ts'
import { readJsonLd } from './structured/read-json-ld.ts'
import { readMeta, type PageMeta } from './structured/read-meta.ts'
import { readMicrodata, type MicrodataItem } from './structured/read-microdata.ts'
import { structuredFacts, type PendingFact } from './structured/structured-facts.ts'

export interface ExtractedPage {
  url: string
  document: Document
  evidence: EvidenceText
  facts: Fact[]
  structured: {
    jsonLd: unknown[]
    microdata: MicrodataItem[]
    meta: PageMeta['meta']
    openGraph: PageMeta['openGraph']
  }
  links: PageLink[]
  /** BCP 47 as the page states it. Null when it does not. */
  language: string | null
  title: string | null
  /** Almost no visible text but scripts: an application shell that only a browser fills. */
  looksEmpty: boolean
}

/**
 * Reads one fetched page: its evidence text, the facts in it with quotes, structured data and links. Synchronous,
 * without recursion, in time linear in the HTML (5 MB and 100,000 nested elements are fine). Never throws for the
 * content of the page.
 */
export function extractPage(input: { html: string; url: string; headers?: Record<string, string> }): ExtractedPage {
  const { html, url } = input
  const document = parseHtml(html)
  const baseUrl = baseUrlOf(document, url)
  const host = hostOf(url)
  const laid = layOutText(document)
  const { meta, openGraph } = readMeta(document)
  const structured = {
    jsonLd: readJsonLd(document),
    microdata: readMicrodata(document, baseUrl).items,
    meta,
    openGraph,
  }
  const head = readHead(document)
  const language = head.language ?? input.headers?.['content-language'] ?? meta['content-language'] ?? null
  const countries = guessCountries({
    host,
    language,
    locales: openGraph.properties.filter(([name]) => name === 'og:locale').map(([, value]) => value),
    text: laid.text,
    phoneLinks: head.phoneLinks,
  })

  const evidence = new EvidenceBuilder(laid)
  const pending: PendingFact[] = []
  if (head.title) evidence.add('title', 'title', head.title, 'html>head>title')
  addMeta(meta, openGraph, evidence)
  pending.push(...headFacts(meta, openGraph, head.title, evidence, host))
  const entities = [
    ...entitiesOfJsonLd(structured.jsonLd),
    ...entitiesOfMicrodata(structured.microdata),
    ...entitiesOfHcards(document),
  ]
  pending.push(...structuredFacts(entities, evidence, { countries, ownHost: host }))
  pending.push(...linkFacts(document, { baseUrl, ownHost: host }, laid.text, laid.anchors, evidence, countries))

  const built = evidence.build()
  const facts: Fact[] = pending.map(({ place, ...fact }) => ({
    ...fact,
    start: place.start,
    end: place.end,
    quote: built.text.slice(place.start, place.end),
  }))
  facts.push(...visibleFacts(laid, built.text, countries, host))
  return {
    url,
    document,
    evidence: built,
    facts: facts.map((fact) => quoteWholeWords(weighByHost(fact, host), built.text)),
    structured,
    links: collectLinks(document, baseUrl, laid.text, laid.anchors),
    language,
    title: head.title,
    looksEmpty: looksEmpty(laid.text, head.scripts),
  }
}

function visibleFacts(laid: LaidOutText, text: string, countries: string[], host: string): Fact[] {
  const phones = findPhones(text, laid.units, countries)
  return [
    ...phones,
    ...phoneCountries(phones),
    ...findEmails(text, laid.units, host),
    ...findAddresses(text, laid.units, countries),
    ...findPeople(text, laid.units, laid.emphases),
    ...findHours(text, laid.units),
    ...findCompanyNames(text, laid.units, host),
    ...findFounded(text, laid.units),
  ]
}

/**
 * A number printed with its country’s prefix says where the phone is. It is a weak sign of the country, but a quote
 * can show it.
 */
function phoneCountries(phones: Fact<'phone' | 'fax'>[]): Fact<'country'>[] {
  return phones.flatMap((phone) => {
    const country = phone.quote.includes('+') ? countryOfPrefix(phone.quote) : null
    return country ? [{ ...phone, kind: 'country' as const, value: country, weight: 0.4 }] : []
  })
}

const WORD = /[\p{L}\p{N}]/u
const MAX_WORD = 60

/**
 * Pages glue words together (`95602Fax: …`). A quote begins and ends where a word does, otherwise the verification
 * would call it cut.
 */
function quoteWholeWords(fact: Fact, text: string): Fact {
  const cuts = (at: number) =>
    at > 0 && at < text.length && WORD.test(text[at - 1] as string) && WORD.test(text[at] as string)
  let { start, end } = fact
  while (cuts(start) && fact.start - start < MAX_WORD) start -= 1
  while (cuts(end) && end - fact.end < MAX_WORD) end += 1
  return start === fact.start && end === fact.end ? fact : { ...fact, start, end, quote: text.slice(start, end) }
}

function addMeta(meta: PageMeta['meta'], openGraph: PageMeta['openGraph'], evidence: EvidenceBuilder): void {
  for (const name of ['description', 'keywords', 'author', 'application-name', 'copyright'])
    if (meta[name]) evidence.add('meta', name, meta[name] as string, `meta[name=${name}]`)
  for (const [name, value] of openGraph.properties.slice(0, 60))
    if (!/image|video|url$/.test(name)) evidence.add('meta', name, value, `meta[property=${name}]`)
}

function readHead(document: Document): {
  title: string | null
  language: string | null
  phoneLinks: string[]
  scripts: number
} {
  let title: string | null = null
  let language: string | null = null
  let scripts = 0
  const phoneLinks: string[] = []
  for (const { name, attribs, children } of elementsOf(document)) {
    if (name === 'title' && title === null)
      title = cleanValue(children.map((child) => ('data' in child ? child.data : '')).join(''))
    else if (name === 'html') language = attribs.lang ?? attribs['xml:lang'] ?? null
    else if (name === 'script') scripts += 1
    else if (name === 'a' && attribs.href?.startsWith('tel:')) phoneLinks.push(attribs.href.slice(4))
  }
  return { title: title || null, language: language?.trim() || null, phoneLinks, scripts }
}

function looksEmpty(text: string, scripts: number): boolean {
  return scripts > 0 && text.slice(0, 2_000).replaceAll(/[^\p{L}\p{N}]/gu, '').length < 120
}

function hostOf(url: string): string {
  try {
    return new URL(url).hostname
  } catch {
    return ''
  }
}
