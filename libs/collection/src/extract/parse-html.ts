import type { Document } from 'domhandler'
import { DomHandler, Parser, type Handler, type ParserOptions } from 'htmlparser2'

/**
 * Deeper elements become empty siblings. Real pages stay far below, and hostile ones cannot slow down the tree walks
 * or the parser’s stack.
 */
const MAX_DEPTH = 400
/** Their content is raw text up to their own end tag, so they must stay elements that can contain it. */
const RAW_TEXT = new Set(['script', 'style', 'title', 'textarea', 'noscript', 'template'])

class DepthAwareHandler extends DomHandler {
  get depth(): number {
    return this.tagStack.length
  }
}

/** Receives the parser’s events and knows how many elements are open. */
interface DepthCounter extends Partial<Handler> {
  readonly depth: number
}

/** A parser that treats a start tag below the depth limit as a void element, and forgives its end tag later. */
export class ShallowParser extends Parser {
  private readonly handler: DepthCounter
  private readonly dropped = new Map<string, number>()
  private tooDeep = false
  private closing = false

  constructor(handler: DepthCounter, options: ParserOptions) {
    super(handler, options)
    this.handler = handler
  }

  override onopentagname(start: number, endIndex: number): void {
    this.closing = false
    this.tooDeep = this.handler.depth > MAX_DEPTH
    super.onopentagname(start, endIndex)
  }

  override onclosetag(start: number, endIndex: number): void {
    this.closing = true
    super.onclosetag(start, endIndex)
    this.closing = false
  }

  protected override isVoidElement(name: string): boolean {
    if (super.isVoidElement(name)) return true
    if (name === '' || RAW_TEXT.has(name)) return false
    if (this.closing) {
      const count = this.dropped.get(name) ?? 0
      if (count > 0) this.dropped.set(name, count - 1)
      return count > 0
    }
    return this.tooDeep
  }

  override onopentagend(endIndex: number): void {
    if (this.tooDeep) this.countDropped()
    super.onopentagend(endIndex)
    this.tooDeep = false
  }

  private countDropped(): void {
    const name = (this as unknown as { tagname: string }).tagname
    if (name && !RAW_TEXT.has(name) && !super.isVoidElement(name))
      this.dropped.set(name, (this.dropped.get(name) ?? 0) + 1)
  }
}

/**
 * Parses HTML, however broken or deeply nested, into a DOM of at most a few hundred levels. Never throws; linear in
 * the input.
 */
export function parseHtml(html: string): Document {
  const handler = new DepthAwareHandler()
  const parser = new ShallowParser(handler, { decodeEntities: true })
  parser.end(openSections(html))
  return handler.root
}

const SECTION = '<![CDATA['
const MAX_SECTIONS = 100

/**
 * In HTML a stray `<![CDATA[` is a comment that ends at the next `>`. The parser takes everything up to `]]>` for the
 * comment, which can be the whole page. The mark is removed, except inside scripts and styles, where it may be
 * needed.
 */
function openSections(html: string): string {
  let from = html.indexOf(SECTION)
  if (from < 0) return html
  const lower = html.toLowerCase()
  let text = ''
  let done = 0
  for (let count = 0; from >= 0 && count < MAX_SECTIONS; count++) {
    const isRaw = ['script', 'style'].some(
      (name) => lower.lastIndexOf(`<${name}`, from) > lower.lastIndexOf(`</${name}`, from),
    )
    text += html.slice(done, from) + (isRaw ? SECTION : '')
    done = from + SECTION.length
    from = html.indexOf(SECTION, done)
  }
  return text + html.slice(done)
}
