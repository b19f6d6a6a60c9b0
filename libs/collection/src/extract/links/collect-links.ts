import type { Document, Element } from 'domhandler'
import { elementsOf } from '../dom-walk.ts'
import type { TextSpan } from '../lay-out-text.ts'

export interface PageLink {
  /** Absolute. */
  url: string
  /** Visible text, else the `title`, `aria-label` or the alternative text of its image; white space collapsed. */
  text: string
  rel: string
}

const MAX_LINKS = 5_000

/** The base for relative links of the page: the first `<base href>`, else the page’s own URL. */
export function baseUrlOf(document: Document, url: string): string {
  for (const element of elementsOf(document)) {
    if (element.name === 'base' && element.attribs.href !== undefined)
      return resolveLink(element.attribs.href, url) ?? url
    if (element.name === 'body') break
  }
  return url
}

export function resolveLink(href: string, base: string): string | null {
  try {
    return new URL(href.trim().replaceAll(/[\t\n\r]/g, ''), base).href
  } catch {
    return null
  }
}

/** The links and image-map areas of a page, `http(s)` only, at most 5,000, in document order. */
export function collectLinks(document: Document, baseUrl: string, text: string, anchors: TextSpan[]): PageLink[] {
  const spans = new Map<Element, TextSpan>(anchors.map((span) => [span.element, span]))
  const links: PageLink[] = []
  for (const element of elementsOf(document)) {
    const frame = element.name === 'frame' || element.name === 'iframe'
    const href =
      element.name === 'a' || element.name === 'area' ? element.attribs.href : frame ? element.attribs.src : undefined
    if (href === undefined || links.length >= MAX_LINKS) continue
    const url = resolveLink(href, baseUrl)
    if (!url || !/^https?:/.test(url)) continue
    const span = spans.get(element)
    const visible = span ? text.slice(span.start, span.end).replaceAll(/\s+/g, ' ').slice(0, 300) : ''
    links.push({ url, text: visible || labelOf(element), rel: frame ? 'frame' : (element.attribs.rel ?? '') })
  }
  return links
}

function labelOf(element: Element): string {
  const { title, alt, name } = element.attribs
  const own = title ?? element.attribs['aria-label'] ?? alt ?? (element.name === 'frame' ? name : undefined)
  if (own) return own.trim()
  for (const inner of elementsOf(element))
    if (inner.name === 'img' && inner.attribs.alt) return inner.attribs.alt.trim()
  return ''
}
