import { isTag, type AnyNode, type Element, type ParentNode } from 'domhandler'
import type { Block, Container } from './page-blocks.ts'

const emphasis: Record<string, string> = {
  strong: '**',
  b: '**',
  em: '*',
  i: '*',
  code: '`',
  kbd: '`',
  del: '~~',
  s: '~~',
}
const maxLinkLength = 2_000

/**
 * Markdown of blocks in order. Links are absolute and only http, https, mailto and tel; what would be markup in the
 * text is escaped.
 */
export function toMarkdown(blocks: readonly Block[], baseUrl: string): string {
  const parts: string[] = []
  let index = 0
  while (index < blocks.length) {
    const block = blocks[index] as Block
    const row = around(block.container, ['tr'])
    if (row !== null && block.heading === 0) {
      const end = tableEnd(blocks, index)
      parts.push(table(blocks.slice(index, end), baseUrl))
      index = end
      continue
    }
    const item = around(block.container, ['li'])
    const text =
      block.container.name === 'pre'
        ? fence(block.text)
        : item !== null
          ? listItem(item, inline(block, baseUrl))
          : plain(block, baseUrl)
    const previous = blocks[index - 1]
    // Items of one list have a line each.
    const tight = item !== null && previous !== undefined && around(previous.container, ['li']) !== null
    if (text !== '') parts.push(tight && parts.length > 0 ? `${parts.pop()}\n${text}` : text)
    index++
  }
  return parts.join('\n\n')
}

function plain(block: Block, baseUrl: string): string {
  const text = inline(block, baseUrl)
  if (block.heading > 0) return `${'#'.repeat(block.heading)} ${text.replaceAll('\n', ' ')}`
  if (around(block.container, ['blockquote']) !== null) return text.replace(/^/gm, '> ')
  return text.replaceAll('\n', '  \n')
}

function listItem(item: Container, text: string): string {
  let depth = -1
  for (let at: Container | null = item; at !== null; at = at.parent) if (at.name === 'ul' || at.name === 'ol') depth++
  const mark = around(item, ['ul', 'ol'])?.name === 'ol' ? '1.' : '-'
  return `${'  '.repeat(Math.min(Math.max(depth, 0), 8))}${mark} ${text.replaceAll('\n', ' ')}`
}

const fence = (text: string): string => {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  return `${'`'.repeat(longest + 1)}\n${text}\n${'`'.repeat(longest + 1)}`
}

function tableEnd(blocks: readonly Block[], start: number): number {
  const own = around((blocks[start] as Block).container, ['table'])
  let end = start + 1
  while (
    end < blocks.length &&
    around((blocks[end] as Block).container, ['table']) === own &&
    around((blocks[end] as Block).container, ['tr']) !== null
  )
    end++
  return end
}

function table(blocks: readonly Block[], baseUrl: string): string {
  const rows = new Map<Container | null, Map<Container | null, string>>()
  for (const block of blocks) {
    const row = around(block.container, ['tr'])
    const cells = rows.get(row) ?? new Map<Container | null, string>()
    rows.set(row, cells)
    const cell = around(block.container, ['td', 'th'])
    const text = inline(block, baseUrl).replaceAll('\n', ' ').replaceAll('|', '\\|')
    cells.set(cell, cells.has(cell) ? `${cells.get(cell)} ${text}` : text)
  }
  const lines = [...rows.values()].map((cells) => [...cells.values()])
  const width = Math.max(...lines.map((cells) => cells.length))
  // A table of one column is a layout from the time before style sheets.
  if (width === 1) return lines.map((cells) => cells.join('')).join('\n\n')
  const line = (cells: string[]): string =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`
  const [head, ...rest] = lines
  return [line(head ?? []), line(Array.from({ length: width }, () => '---')), ...rest.map(line)].join('\n')
}

/**
 * The nearest container of one of these names, the block's own included, but never out of a table cell or a list item
 * into another.
 */
function around(container: Container, names: readonly string[]): Container | null {
  for (let at: Container | null = container; at !== null; at = at.parent) {
    if (names.includes(at.name)) return at
    if (at.name === 'table' || (at.name === 'li' && !names.includes('ul'))) return null
  }
  return null
}

interface Run {
  text: string
  link: string | null
  mark: string
}

function inline(block: Block, baseUrl: string): string {
  const runs: Run[] = []
  for (const node of block.nodes) {
    const { link, mark } = wrappers(node, baseUrl)
    const text = ('data' in node ? node.data : '').replace(/\s+/g, ' ')
    const last = runs.at(-1)
    if (last !== undefined && last.link === link && last.mark === mark) last.text += text
    else runs.push({ text, link, mark })
  }
  return runs.map(written).join('').replace(/ {2,}/g, ' ').trim()
}

function wrappers(node: AnyNode, baseUrl: string): { link: string | null; mark: string } {
  let link: string | null = null
  let mark = ''
  let up: ParentNode | null = node.parent
  for (let level = 0; up !== null && level < 12 && isTag(up as AnyNode); level++, up = up.parent) {
    const element = up as Element
    if (element.name === 'a') link ??= safeLink(element.attribs.href, baseUrl)
    else if (mark === '') mark = emphasis[element.name] ?? ''
  }
  return { link, mark }
}

function written({ text, link, mark }: Run): string {
  const words = text.trim()
  if (words === '') return text === '' ? '' : ' '
  const escaped = mark === '`' ? words.replaceAll('`', "'") : words.replace(/[\\`*_[\]<>]/g, '\\$&')
  const marked = `${mark}${escaped}${mark}`
  const linked = link === null ? marked : `[${marked}](${link})`
  return `${/^\s/.test(text) ? ' ' : ''}${linked}${/\s$/.test(text) ? ' ' : ''}`
}

function safeLink(href: string | undefined, baseUrl: string): string | null {
  if (href === undefined || href.length > maxLinkLength || href.trim().startsWith('#')) return null
  const url = URL.parse(href, baseUrl)
  if (url === null) return null
  return /^(?:https?|mailto|tel):$/.test(url.protocol) ? url.href.replaceAll('(', '%28').replaceAll(')', '%29') : null
}
