/**
 * Prefixes that RDFa 1.1 allows a page to use without declaring them. Only those that pages about businesses contain.
 */
export const INITIAL_PREFIXES: Record<string, string> = {
  cc: 'http://creativecommons.org/ns#',
  ctag: 'http://commontag.org/ns#',
  dc: 'http://purl.org/dc/terms/',
  dc11: 'http://purl.org/dc/elements/1.1/',
  dcterms: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  gr: 'http://purl.org/goodrelations/v1#',
  ical: 'http://www.w3.org/2002/12/cal/icaltzd#',
  og: 'http://ogp.me/ns#',
  owl: 'http://www.w3.org/2002/07/owl#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfa: 'http://www.w3.org/ns/rdfa#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  rev: 'http://purl.org/stuff/rev#',
  schema: 'http://schema.org/',
  sioc: 'http://rdfs.org/sioc/ns#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  v: 'http://rdf.data-vocabulary.org/#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xhv: 'http://www.w3.org/1999/xhtml/vocab#',
  xml: 'http://www.w3.org/XML/1998/namespace',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  // Open Graph's own namespaces, which publishers use without declaring them.
  article: 'http://ogp.me/ns/article#',
  book: 'http://ogp.me/ns/book#',
  music: 'http://ogp.me/ns/music#',
  profile: 'http://ogp.me/ns/profile#',
  video: 'http://ogp.me/ns/video#',
  product: 'http://ogp.me/ns/product#',
  website: 'http://ogp.me/ns/website#',
  fb: 'http://ogp.me/ns/fb#',
  business: 'http://ogp.me/ns/business#',
}

const XHV = 'http://www.w3.org/1999/xhtml/vocab#'
/**
 * The bare terms that stay. HTML’s own link types (`stylesheet`, `icon`, `alternate`) say nothing about the page’s
 * subject.
 */
const TERMS: Record<string, string> = {
  describedby: 'http://www.w3.org/2007/05/powder-s#describedby',
  license: `${XHV}license`,
  role: `${XHV}role`,
}

export interface TermContext {
  prefixes: Map<string, string>
  vocab: string | null
  base: string
}

/** `prefix: iri prefix: iri` of a `prefix` attribute. */
export function readPrefixes(attribute: string, into: Map<string, string>): void {
  for (const match of attribute.matchAll(/([\w.-]+):\s+(\S+)/g))
    into.set((match[1] as string).toLowerCase(), match[2] as string)
}

/** TERMorCURIEorAbsIRI of RDFa 1.1; null when it names nothing. */
export function expandTerm(token: string, context: TermContext, allowTerm: boolean): string | null {
  const colon = token.indexOf(':')
  if (colon < 0) {
    if (!allowTerm || !/^[\p{L}_][\p{L}\d._/-]*$/u.test(token)) return null
    if (context.vocab !== null) return context.vocab + token
    const lower = token.toLowerCase()
    return TERMS[lower] ?? null
  }
  return expandCurie(token, context) ?? (/^[a-z][a-z\d+.-]*:/i.test(token) ? token : null)
}

function expandCurie(token: string, context: TermContext): string | null {
  const colon = token.indexOf(':')
  if (colon < 0 || token.startsWith('//', colon + 1)) return null
  const prefix = token.slice(0, colon).toLowerCase()
  if (prefix === '_') return `_:${token.slice(colon + 1)}`
  if (prefix === '') return XHV + token.slice(colon + 1)
  const base = context.prefixes.get(prefix)
  return base === undefined ? null : base + token.slice(colon + 1)
}

/**
 * SafeCURIEorCURIEorIRI of `about` and `resource`: in brackets only a CURIE, else a CURIE or a URL relative to the
 * base.
 */
export function expandResource(token: string, context: TermContext): string | null {
  const text = token.trim()
  if (text.startsWith('[') && text.endsWith(']')) return expandCurie(text.slice(1, -1), context)
  return expandCurie(text, context) ?? resolveUrl(text, context.base)
}

export function resolveUrl(url: string, base: string): string {
  try {
    const absolute = new URL(url, base).href
    // A bare host written without its slash stays as written: to RDF these are two names.
    return absolute === `${url}/` ? url : absolute
  } catch {
    return url
  }
}
