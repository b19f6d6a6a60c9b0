import type { Document } from 'domhandler'
import { elementsOf } from '../dom-walk.ts'

export interface PageMeta {
  /** `name` or `http-equiv`, lower-case, to content; the first of each wins. */
  meta: Record<string, string>
  openGraph: { namespace: Record<string, string>; properties: [string, string][] }
}

const NAMESPACES: Record<string, string> = {
  og: 'http://ogp.me/ns#',
  music: 'http://ogp.me/ns/music#',
  video: 'http://ogp.me/ns/video#',
  article: 'http://ogp.me/ns/article#',
  book: 'http://ogp.me/ns/book#',
  profile: 'http://ogp.me/ns/profile#',
  product: 'http://ogp.me/ns/product#',
}
const MAX_METAS = 500

/**
 * The `<meta>` elements of a page: named ones, and Open Graph properties in order with the namespaces that they use.
 */
export function readMeta(document: Document): PageMeta {
  const meta: Record<string, string> = {}
  const declared: Record<string, string> = {}
  const properties: [string, string][] = []
  let count = 0
  for (const { name, attribs } of elementsOf(document)) {
    if (attribs.prefix)
      for (const match of (attribs.prefix ?? '').matchAll(/(?<![\w-])([\w-]+):\s+(\S+)/g))
        declared[(match[1] as string).toLowerCase()] = match[2] as string
    if (name !== 'meta' || attribs.content === undefined || (count += 1) > MAX_METAS) continue
    const key = (attribs.name ?? attribs['http-equiv'] ?? '').toLowerCase().trim()
    if (key && !Object.hasOwn(meta, key)) meta[key] = attribs.content
    const property = attribs.property ?? (/^(?:og|article|profile):/.test(key) ? attribs.name : undefined)
    const prefix = property?.includes(':') ? property.slice(0, property.indexOf(':')) : undefined
    if (property && prefix && (Object.hasOwn(NAMESPACES, prefix) || Object.hasOwn(declared, prefix)))
      properties.push([property, attribs.content])
  }
  const namespace: Record<string, string> = {}
  for (const [property] of properties) {
    const prefix = property.slice(0, property.indexOf(':'))
    namespace[prefix] ??= declared[prefix] ?? NAMESPACES[prefix] ?? ''
  }
  return { meta, openGraph: { namespace, properties } }
}
