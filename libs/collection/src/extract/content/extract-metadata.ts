import { joined } from '@enrichify/domain'
import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler'
import { nextNode } from '../dom-walk.ts'
import { isoDate } from './iso-date.ts'
import { readTitle } from './read-title.ts'

export interface PageMetadata {
  title: string | null
  author: string | null
  /** `YYYY-MM-DD`, or with time and offset when the page states them. */
  date: string | null
  siteName: string | null
  /** BCP 47 as the page states it. */
  language: string | null
  description: string | null
}

export interface MetadataInput {
  document: Document
  /** Blocks of JSON-LD as parsed. */
  jsonLd?: readonly unknown[]
  /** `<meta name>` in lower case to content. */
  meta?: Record<string, string>
  /** `<meta property>` and content, in order. */
  properties?: readonly (readonly [string, string])[]
  url: string
}

type Thing = Record<string, unknown>
const workTypes = new RegExp(
  joined`
    (?:
      Article|Posting|WebPage|Report|Product|Recipe|Event|Course|QAPage|Question|HowTo|Review
      |VideoObject|Book|CreativeWork
    )$
  `,
)
const maxThings = 2_000

/**
 * What a page says about itself: JSON-LD of an article or the like first, then Open Graph and meta, then visible text
 * (heading, byline, `<time>`). Null when it says nothing. Never throws.
 */
export function extractMetadata(input: MetadataInput): PageMetadata {
  const { document, meta = {}, properties = [] } = input
  const property = (...names: string[]): string | null => {
    for (const name of names) {
      const found =
        properties.find(([key, value]) => key.toLowerCase() === name && value.trim() !== '')?.[1] ?? meta[name]
      if (found !== undefined && found.trim() !== '') return clean(found)
    }
    return null
  }
  const things = thingsOf(input.jsonLd ?? [])
  const works = things.filter((thing) => typesOf(thing).some((type) => workTypes.test(type)))
  const work =
    works.find((thing) => thing.headline !== undefined || thing.datePublished !== undefined) ?? works[0] ?? {}
  const page = standsOnPage(document)
  const siteName =
    property('og:site_name', 'application-name') ??
    nameOf(things.find((thing) => typesOf(thing).includes('WebSite'))) ??
    nameOf(work.publisher)
  const title =
    text(work.headline) ?? property('og:title', 'twitter:title') ?? page.heading ?? (readTitle(document) || null)
  return {
    title: title === null ? null : withoutSite(title, siteName),
    author:
      authorsOf(work.author) ??
      person(
        property('author', 'article:author', 'dc.creator', 'parsely-author', 'sailthru.author', 'twitter:creator'),
      ) ??
      page.author,
    date:
      isoDate(text(work.datePublished)) ??
      isoDate(
        property(
          'article:published_time',
          'og:published_time',
          'datepublished',
          'date',
          'dc.date',
          'dc.date.issued',
          'dcterms.created',
          'publish-date',
          'pubdate',
          'parsely-pub-date',
          'sailthru.date',
        ),
      ) ??
      isoDate(page.time) ??
      isoDate(text(work.dateModified)) ??
      dateOfPath(input.url),
    siteName,
    language:
      page.language ??
      property('content-language', 'language', 'og:locale')?.replace('_', '-') ??
      text(work.inLanguage),
    description: property('og:description', 'description', 'twitter:description') ?? text(work.description),
  }
}

/** All objects of JSON-LD, also those in `@graph` and in properties. An explicit stack, because pages nest at will. */
function thingsOf(blocks: readonly unknown[]): Thing[] {
  const found: Thing[] = []
  const stack: unknown[] = [...blocks].reverse()
  while (stack.length > 0 && found.length < maxThings) {
    const value = stack.pop()
    if (Array.isArray(value)) for (const each of value.slice(0, 200).reverse()) stack.push(each)
    else if (typeof value === 'object' && value !== null) {
      found.push(value as Thing)
      for (const each of Object.values(value).reverse()) if (typeof each === 'object') stack.push(each)
    }
  }
  return found
}

const typesOf = (thing: Thing): string[] =>
  (Array.isArray(thing['@type']) ? thing['@type'] : [thing['@type']])
    .filter((type): type is string => typeof type === 'string')
    .map((type) => type.replace(/^.*[/#:]/, ''))

function text(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' && first.trim() !== '' ? clean(first) : null
}

function nameOf(value: unknown): string | null {
  const first: unknown = Array.isArray(value) ? value[0] : value
  if (typeof first === 'object' && first !== null) return text((first as Thing).name)
  return text(first)
}

function authorsOf(value: unknown): string | null {
  const names = (Array.isArray(value) ? value.slice(0, 20) : [value])
    .map((each) => person(nameOf(each)))
    .filter((name) => name !== null)
  return names.length === 0 ? null : [...new Set(names)].join(', ')
}

// Some sites give a profile’s address or handle instead of a name.
function person(name: string | null): string | null {
  if (
    name === null ||
    /^(?:https?:|www\.|@)|^(?:admin|administrator|editor|staff|webmaster|null|undefined)$/i.test(name) ||
    name.length > 120
  )
    return null
  return name.replace(/^(?:by|von|par|por|di)[:\s]+/i, '').trim() || null
}

const clean = (value: string): string =>
  value
    .replace(/&amp;/g, '&')
    .replace(/&quot;/g, '"')
    .replace(/&#0?39;|&apos;/g, "'")
    .replace(/\s+/g, ' ')
    .trim()

function withoutSite(title: string, siteName: string | null): string {
  const parts = title.split(/\s+[|–—·»-]\s+/)
  if (siteName === null || parts.length < 2 || parts.at(-1)?.toLowerCase() !== siteName.toLowerCase()) return title
  return title
    .slice(0, title.lastIndexOf(parts.at(-1) ?? ''))
    .replace(/(?<!\s)\s+[|–—·»-]\s+$/, '')
    .trim()
}

function dateOfPath(url: string): string | null {
  const parts = /\/(20\d\d)[/-](0[1-9]|1[0-2])(?:[/-](0[1-9]|[12]\d|3[01]))(?=[/-]|$)/.exec(url)
  return parts === null ? null : `${parts[1]}-${parts[2]}-${parts[3]}`
}

interface Standing {
  heading: string | null
  author: string | null
  time: string | null
  language: string | null
}

/**
 * One walk over the elements for what is only visible: the first heading, a byline, a publication time, the language.
 */
function standsOnPage(document: Document): Standing {
  const found: Standing = { heading: null, author: null, time: null, language: null }
  for (let node = nextNode(document, document); node !== null; node = nextNode(node, document))
    if (isTag(node)) look(node, found)
  return found
}

const AUTHOR_CLASS = new RegExp(
  joined`
    (?:^|[\s_-])(?:
      author[-_]?name|byline[-_]?name|post[-_]?author|entry[-_]?author|p-author|byline|author
    )(?:$|[\s_-])
  `,
  'i',
)

function look(element: Element, found: Standing): void {
  const { name, attribs } = element
  if (name === 'html') found.language ??= (attribs.lang ?? attribs['xml:lang'] ?? '').trim() || null
  else if (name === 'h1') found.heading ??= short(element, 300)
  else if (name === 'time') found.time ??= attribs.datetime ?? short(element, 60)
  else if (attribs.itemprop === 'datePublished')
    found.time ??= attribs.content ?? attribs.datetime ?? short(element, 60)
  if (found.author !== null || name === 'meta' || name === 'link') return
  const says = attribs.rel === 'author' || attribs.itemprop === 'author' || AUTHOR_CLASS.test(attribs.class ?? '')
  const name0 = says ? person(short(element, 80)) : null
  if (name0 !== null && /^\p{Lu}[\p{L}.'’-]*(?:\s+[\p{L}.'’-]+){1,4}$/u.test(name0)) found.author = name0
}

/**
 * The text of an element of few nodes. It is bounded, because an author’s class may be on the whole page, at every
 * level.
 */
function short(element: Element, limit: number): string | null {
  let raw = ''
  let steps = 0
  for (let node: AnyNode | null = nextNode(element, element); node !== null; node = nextNode(node, element)) {
    if (++steps > 60 || raw.length > 4 * limit) return null
    if (isText(node)) raw += node.data
  }
  const own = raw.replace(/\s+/g, ' ').trim()
  return own === '' || own.length > limit ? null : own
}
