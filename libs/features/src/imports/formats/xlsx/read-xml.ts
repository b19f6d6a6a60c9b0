import { SaxesParser } from 'saxes'

/** Names come without their prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Record<string, string>, parent: string | undefined): void
  text?(text: string): void
  close?(name: string): void
}

/** No part of a workbook is deeper than a dozen. A parser remembers each tag that is open. */
const MAX_DEPTH = 100

/**
 * Reads a part of a workbook, chunk by chunk, and yields after each one. Reads no document type: entities that a file
 * declares are unknown, and so an error.
 */
export async function* readXmlInSteps(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = new SaxesParser({ position: false })
  const decoder = new TextDecoder()
  const parents: string[] = []
  const onText = (text: string) => handlers.text?.(text)
  parser.on('opentag', ({ name, attributes }) => {
    const local = localName(name)
    handlers.open(local, attributes as Record<string, string>, parents.at(-1))
    if (parents.push(local) > MAX_DEPTH) throw new Error('The tags are too deep.')
  })
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.on('closetag', () => {
    const local = parents.pop() as string
    handlers.close?.(local)
  })
  parser.on('error', (error) => {
    // Some programs write control characters as they are. Their text is of use without them being allowed.
    if (!error.message.endsWith('disallowed character.')) throw error
  })
  for await (const chunk of chunks) {
    parser.write(decoder.decode(chunk, { stream: true }))
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}

export async function readXml(chunks: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  const steps = readXmlInSteps(chunks, handlers)
  while (!(await steps.next()).done);
}

/** The value of the attribute that has this name behind any prefix. */
export function prefixed(attributes: Record<string, string>, name: string): string | undefined {
  return Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]
}

/** Office writes characters that XML does not have as `_x000D_`. */
export function decodeEscapes(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([\dA-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
