export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }
export type Block =
  | { kind: 'paragraph' | 'heading' | 'quote'; children: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; rows: Inline[][][] }

const ITEM = /^\s*(?:[-*+•]|(\d{1,6})[.)])\s+(.*)$/
const NESTING = 4

/**
 * Markdown as a tree of the few things that an answer needs. There is no HTML in it and no image: angle brackets are text, an image is its name, and a link leads
 * to http(s) only. Pages shape answers, so nothing here may load, run or lead away by itself.
 */
export function readMarkdown(text: string): Block[] {
  const lines = text.replaceAll('\r', '').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length;) {
    const line = lines[at]!
    if (line.trim() === '') at++
    else if (/^\s*(?:```|~~~)/.test(line)) at = readCode(lines, at, blocks)
    else if (ITEM.test(line)) at = readList(lines, at, blocks)
    else if (isTable(lines, at)) at = readTable(lines, at, blocks)
    else at = readParagraph(lines, at, blocks)
  }
  return blocks
}

function readCode(lines: readonly string[], from: number, blocks: Block[]): number {
  let end = from + 1
  while (end < lines.length && !/^\s*(?:```|~~~)\s*$/.test(lines[end]!)) end++
  blocks.push({ kind: 'code', text: lines.slice(from + 1, end).join('\n') })
  return end + 1
}

function readList(lines: readonly string[], from: number, blocks: Block[]): number {
  const first = ITEM.exec(lines[from]!)!
  const ordered = first[1] !== undefined
  const items: string[] = []
  let at = from
  for (; at < lines.length; at++) {
    const item = ITEM.exec(lines[at]!)
    if (item && (item[1] !== undefined) === ordered) items.push(item[2]!)
    // A line that goes on below its item.
    else if (!item && /^\s{2,}\S/.test(lines[at]!)) items[items.length - 1] += ` ${lines[at]!.trim()}`
    else if (item && /^\s/.test(lines[at]!)) items.push(item[2]!)
    else break
  }
  blocks.push({ kind: 'list', ordered, start: Number(first[1] ?? 1), items: items.map((item) => readInline(item)) })
  return at
}

function isTable(lines: readonly string[], at: number): boolean {
  return /\|/.test(lines[at]!) && /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)+\|?\s*$/.test(lines[at + 1] ?? '')
}

function readTable(lines: readonly string[], from: number, blocks: Block[]): number {
  const cells = (line: string): Inline[][] =>
    line
      .trim()
      .replace(/^\||\|$/g, '')
      .split(/(?<!\\)\|/)
      .map((cell) => readInline(cell.trim()))
  let end = from + 2
  while (end < lines.length && /\|/.test(lines[end]!)) end++
  blocks.push({ kind: 'table', rows: [lines[from]!, ...lines.slice(from + 2, end)].map(cells) })
  return end
}

function readParagraph(lines: readonly string[], from: number, blocks: Block[]): number {
  const heading = /^\s{0,3}#{1,6}\s+(.*?)\s*#*$/.exec(lines[from]!)
  if (heading) {
    blocks.push({ kind: 'heading', children: readInline(heading[1]!) })
    return from + 1
  }
  let end = from + 1
  while (
    end < lines.length &&
    lines[end]!.trim() !== '' &&
    !ITEM.test(lines[end]!) &&
    !/^\s*(?:```|~~~|#{1,6}\s)/.test(lines[end]!) &&
    !isTable(lines, end)
  )
    end++
  const text = lines.slice(from, end)
  const isQuote = text.every((line) => /^\s*>/.test(line))
  blocks.push({
    kind: isQuote ? 'quote' : 'paragraph',
    children: readInline(text.map((line) => (isQuote ? line.replace(/^\s*>\s?/, '') : line)).join('\n')),
  })
  return end
}

/** In the order in which they are tried at a place; each looks no further than its own end, so that reading stays linear. */
const TOKENS =
  /\\([\\`*_[\](){}<>#+\-.!|])|(`+)([^`\n]{1,2000}?)\2(?!`)|!\[([^\]\n]{0,300})\]\([^()\s]{0,2000}\)|\[([^\]\n]{1,300})\]\(([^()\s]{1,2000})\)|\*\*(?=\S)([^\n]{0,2000}?\S)\*\*(?!\*)|(?<![\p{L}\p{N}])_(?=\S)([^_\n]{1,2000})_(?![\p{L}\p{N}])|\*(?=\S)([^*\n]{1,2000})\*|(https?:\/\/[^\s<>"'()[\]{}]{1,500}[^\s<>"'()[\]{}.,;:!?])/gu

function readInline(text: string, depth = 0): Inline[] {
  if (depth > NESTING) return [{ kind: 'text', text }]
  const parts: Inline[] = []
  let at = 0
  for (const found of text.matchAll(TOKENS)) {
    if (found.index > at) parts.push({ kind: 'text', text: text.slice(at, found.index) })
    at = found.index + found[0].length
    const [, escaped, , code, image, label, target, strong, under, star, address] = found
    const emphasis = under ?? star
    if (escaped !== undefined) parts.push({ kind: 'text', text: escaped })
    else if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (image !== undefined) parts.push({ kind: 'text', text: image })
    else if (strong !== undefined) parts.push({ kind: 'strong', children: readInline(strong, depth + 1) })
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', children: readInline(emphasis, depth + 1) })
    else if (address !== undefined) parts.push(linkTo(address, [{ kind: 'text', text: address }]))
    else parts.push(linkTo(target!, readInline(label!, NESTING)))
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) })
  return parts
}

/** Only what a browser opens as a page: never script, data or a file. */
function linkTo(target: string, children: Inline[]): Inline {
  const url = URL.canParse(target) ? new URL(target) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return { kind: 'emphasis', children }
  return { kind: 'link', href: url.href, children }
}
