import { isTag, type AnyNode, type Document, type Element } from 'domhandler'
import { rawTextOf } from '../dom-walk.ts'
import {
  expandResource,
  expandTerm,
  INITIAL_PREFIXES,
  readPrefixes,
  resolveUrl,
  type TermContext,
} from './rdfa-terms.ts'

export interface RdfaValue {
  '@id'?: string
  '@value'?: string
  '@type'?: string
  '@language'?: string
}
/** A subject with its properties, as expanded JSON-LD. */
export interface RdfaNode {
  '@id': string
  '@type'?: string[]
  [property: string]: string | string[] | RdfaValue[] | undefined
}

interface Context extends TermContext {
  parentSubject: string
  parentObject: string | null
  language: string | null
  incomplete: { property: string; reverse: boolean; list: boolean }[]
}

const USES_VOCABULARY = 'http://www.w3.org/ns/rdfa#usesVocabulary'
const MAX_TRIPLES = 20_000

/**
 * RDFa 1.1 Core over HTML (so also Lite) as expanded JSON-LD nodes in order of first mention. Lists and XML literals
 * are read as plain text. Without recursion.
 */
export function readRdfa(document: Document, baseUrl: string): RdfaNode[] {
  const nodes = new Map<string, RdfaNode>()
  let blanks = 0
  let triples = 0
  const blank = () => `_:${String((blanks += 1)).padStart(6, '0')}`
  const nodeOf = (subject: string) => {
    let node = nodes.get(subject)
    if (!node) nodes.set(subject, (node = { '@id': subject }))
    return node
  }
  const emit = (subject: string, property: string, value: RdfaValue) => {
    if ((triples += 1) > MAX_TRIPLES) return
    const node = nodeOf(subject)
    const values = (node[property] ??= []) as RdfaValue[]
    if (!values.some((each) => JSON.stringify(each) === JSON.stringify(value))) values.push(value)
  }
  const emitType = (subject: string, type: string) => {
    if ((triples += 1) > MAX_TRIPLES) return
    const node = nodeOf(subject)
    const types = (node['@type'] ??= [])
    if (!types.includes(type)) types.push(type)
  }

  const start: Context = {
    base: baseUrl,
    parentSubject: baseUrl,
    parentObject: null,
    language: null,
    incomplete: [],
    prefixes: new Map(Object.entries(INITIAL_PREFIXES)),
    vocab: null,
  }
  const stack: { node: AnyNode; context: Context }[] = document.children
    .map((node) => ({ node, context: start }))
    .toReversed()
  while (stack.length > 0) {
    const { node, context } = stack.pop() as (typeof stack)[number]
    if (!isTag(node)) continue
    const inner = saysNothing(node) ? context : processElement(node, context, { blank, emit, emitType })
    for (let child = node.children.length - 1; child >= 0; child -= 1)
      stack.push({ node: node.children[child] as AnyNode, context: inner })
  }
  return [...nodes.values()]
}

/** Most elements contain no RDFa and pass their context on as it is. */
function saysNothing(element: Element): boolean {
  if (element.name === 'html' || element.name === 'head' || element.name === 'body') return false
  for (const name in element.attribs)
    if (/^(?:about|content|datatype|inlist|lang|prefix|property|rel|resource|rev|typeof|vocab|xml.*)$/.test(name))
      return false
  return true
}

interface Sink {
  blank(): string
  emit(subject: string, property: string, value: RdfaValue): void
  emitType(subject: string, type: string): void
}

const tokens = (text: string | undefined) => (text ?? '').split(/\s+/).filter(Boolean)

function readScope(element: Element, outer: Context, sink: Sink): { terms: TermContext; language: string | null } {
  const { attribs } = element
  let { prefixes, vocab } = outer
  if (attribs.prefix || Object.keys(attribs).some((name) => name.startsWith('xmlns:'))) {
    prefixes = new Map(prefixes)
    for (const [name, value] of Object.entries(attribs))
      if (name.startsWith('xmlns:')) prefixes.set(name.slice(6).toLowerCase(), value)
    if (attribs.prefix) readPrefixes(attribs.prefix, prefixes)
  }
  if (attribs.vocab !== undefined) {
    vocab = attribs.vocab.trim() || null
    if (vocab) sink.emit(outer.base, USES_VOCABULARY, { '@id': resolveUrl(vocab, outer.base) })
  }
  return {
    terms: { prefixes, vocab, base: outer.base },
    language: attribs['xml:lang'] ?? attribs.lang ?? outer.language,
  }
}

function processElement(element: Element, outer: Context, sink: Sink): Context {
  const { attribs, name } = element
  const { terms, language } = readScope(element, outer, sink)
  const iris = (text: string | undefined, allowTerm = true) =>
    tokens(text)
      .map((token) => expandTerm(token, terms, allowTerm))
      .filter((iri): iri is string => iri !== null)
  const resource = (text: string | undefined) => (text === undefined ? null : expandResource(text, terms))
  const linked = () =>
    resource(attribs.resource) ??
    (attribs.href !== undefined
      ? resolveUrl(attribs.href, terms.base)
      : attribs.src !== undefined
        ? resolveUrl(attribs.src, terms.base)
        : null)
  const properties = iris(attribs.property)
  // HTML’s own link types are not statements once the element has a property.
  const keep = (text: string | undefined) =>
    attribs.property === undefined
      ? iris(text)
      : iris(
          tokens(text)
            .filter((token) => token.includes(':'))
            .join(' '),
        )
  const rels = keep(attribs.rel)
  const revs = keep(attribs.rev)
  const hasLink =
    attribs.property === undefined
      ? attribs.rel !== undefined || attribs.rev !== undefined
      : rels.length > 0 || revs.length > 0
  const types = attribs.typeof === undefined ? null : iris(attribs.typeof)
  const atRoot = name === 'html'
  const inherits = atRoot || name === 'head' || name === 'body' ? (outer.parentObject ?? outer.parentSubject) : null

  let subject: string | null = null
  let object: string | null = null
  let typed: string | null = null
  let skip = false
  if (!hasLink) {
    if (attribs.property !== undefined && attribs.content === undefined && attribs.datatype === undefined) {
      subject = resource(attribs.about) ?? inherits ?? outer.parentObject ?? outer.parentSubject
      if (types) {
        typed = attribs.about !== undefined ? subject : (linked() ?? sink.blank())
        if (attribs.about === undefined) object = typed
      }
    } else {
      subject =
        resource(attribs.about) ??
        linked() ??
        (atRoot && types ? outer.base : null) ??
        (types && !inherits ? sink.blank() : null)
      if (subject === null) {
        subject = inherits ?? outer.parentObject ?? outer.parentSubject
        if (attribs.property === undefined && !types) skip = true
      }
      if (types) typed = subject
    }
  } else {
    subject = resource(attribs.about) ?? (atRoot && types ? outer.base : null)
    if (types && subject) typed = subject
    subject ??= inherits ?? outer.parentObject ?? outer.parentSubject
    object = linked() ?? (types && attribs.about === undefined ? sink.blank() : null)
    if (types && attribs.about === undefined) typed = object
  }
  if (typed && types) for (const type of types) sink.emitType(typed, type)

  const incomplete: Context['incomplete'] = []
  if (object !== null && hasLink) {
    for (const property of rels) sink.emit(subject, property, { '@id': object })
    for (const property of revs) sink.emit(object, property, { '@id': subject })
  } else if (hasLink && (rels.length > 0 || revs.length > 0)) {
    for (const property of rels) incomplete.push({ property, reverse: false, list: false })
    for (const property of revs) incomplete.push({ property, reverse: true, list: false })
    object = sink.blank()
  }
  if (properties.length > 0) {
    const value = propertyValue(element, terms, language, hasLink, typed, linked)
    for (const property of properties) sink.emit(subject, property, value)
  }
  if (!skip) {
    for (const pending of outer.incomplete) {
      if (pending.reverse) sink.emit(subject, pending.property, { '@id': outer.parentSubject })
      else sink.emit(outer.parentSubject, pending.property, { '@id': subject })
    }
  }
  if (skip) return { ...outer, ...terms, language }
  return { ...terms, parentSubject: subject, parentObject: object ?? subject, language, incomplete }
}

function propertyValue(
  element: Element,
  terms: TermContext,
  language: string | null,
  hasLink: boolean,
  typed: string | null,
  linked: () => string | null,
): RdfaValue {
  const { attribs, name } = element
  const literal = (text: string): RdfaValue =>
    language ? { '@value': text, '@language': language } : { '@value': text }
  const datatype = attribs.datatype ? expandTerm(attribs.datatype.trim(), terms, true) : null
  const stated = attribs.content ?? (name === 'time' ? attribs.datetime : undefined)
  if (datatype) return { '@type': datatype, '@value': stated ?? rawTextOf(element) }
  if (attribs.content !== undefined) return literal(attribs.content)
  if (attribs.datatype === undefined && stated !== undefined) return literal(stated)
  if (attribs.datatype === undefined && !hasLink) {
    const target = linked()
    if (target !== null && !typed) return { '@id': target }
    if (typed && attribs.about === undefined) return { '@id': typed }
  }
  return literal(rawTextOf(element))
}
