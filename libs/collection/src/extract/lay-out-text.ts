import { joined, words } from '@enrichify/domain'
import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler'
import { nextNode, skipNode } from './dom-walk.ts'

/** A line, or a table cell's line, of the visible text; offsets are UTF-16 code units into the laid-out text. */
export interface TextUnit {
  text: string
  start: number
  end: number
  /** The innermost block element around its first character. */
  block: Element | null
  /** The innermost table row around it, and which of its cells. */
  row: Element | null
  cell: number
  /** 1…6 inside a heading element, else 0. */
  heading: number
  /** The innermost landmark around it. */
  region: 'body' | 'header' | 'footer' | 'nav' | 'aside' | 'address'
}

/** A part of the laid-out text that an inline element covers. */
export interface TextSpan {
  start: number
  end: number
  element: Element
}

export interface LaidOutText {
  text: string
  units: TextUnit[]
  anchors: TextSpan[]
  emphases: TextSpan[]
}

const BLOCKS = new Set(
  words(`
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p
    pre search section summary table tbody tfoot thead title tr ul
  `),
)
const UNSEEN = new Set(
  words(`
    area audio base canvas datalist embed head iframe link math meta noembed noframes noscript object
    option optgroup param rp script select source style svg template textarea title track video
  `),
)
const EMPHASES = new Set(['b', 'strong', 'em', 'i', 'u', 'font', 'span'])
const REGIONS: Record<string, TextUnit['region']> = {
  header: 'header',
  footer: 'footer',
  nav: 'nav',
  aside: 'aside',
  address: 'address',
}
const ROLES: Record<string, TextUnit['region']> = {
  banner: 'header',
  contentinfo: 'footer',
  navigation: 'nav',
  complementary: 'aside',
}
const HIDING_STYLE = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i
/**
 * Soft hyphens, zero-width spaces and direction marks break words and numbers for a matcher, and readers do not see
 * them.
 */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g
/** Nothing to clean in it. */
const PLAIN = /^[\s\x20-\x7E\xA1-\xAC\xAE-\u02FF]*$/
const SPACES = /[\s\p{Cc}]+/gu

function isHidden(element: Element): boolean {
  const { attribs } = element
  if (UNSEEN.has(element.name) || attribs.hidden !== undefined) return true
  if (attribs.style && HIDING_STYLE.test(attribs.style))
    return !(BLOCKS.has(element.name) && /display/i.test(attribs.style) && isFoldedPanel(element))
  // Icon fonts spell the icon’s name (`phone`) as hidden text. Larger hidden parts are often folded panels that a
  // visitor can open.
  return (
    attribs['aria-hidden'] === 'true' &&
    (element.name === 'i' || element.name === 'span') &&
    !element.children.some(isTag)
  )
}

/** A small picture of a handset before a number tells a reader what it is. Its alternative text says it in words. */
const ICON_LABEL = new RegExp(
  joined`
    ^\s*(?:
      (?:tele)?fax|tel[eé]?(?:phone|fono|fone|fon|foon)?|t[ée]l[ée]phone|phone|mobile|mobil|cell
      |e-?mail|mail|hours|address|adresse
    )\s*:?\s*$
  `,
  'i',
)
const MAX_ICON_LABEL = 100
const isIconLabel = (alt: string | undefined) =>
  alt !== undefined && alt.length <= MAX_ICON_LABEL && ICON_LABEL.test(alt)

const PANEL_CHARACTERS = 200
const PANEL_BLOCKS = 3
const PANEL_NODES = 600
/**
 * A small hidden part is a panel when its own name says that something opens it. Menus, dialogues and messages are
 * not panels.
 */
const PANEL_NAME = /accordion|toggle|collaps|drawer|panel|expand|(?:^|[^a-z])tab(?:s|\d+|content|pane|body|[^a-z]|$)/i
const NO_PANEL_NAME = new RegExp(
  joined`
    modal|popup|overlay|cookie|error|success|message|alert|menu|nav|lang|search|login|print|form
    |tooltip|lightbox|dialog
  `,
  'i',
)
const SMALL_PANEL_CHARACTERS = 25

/**
 * Tabs and accordions have whole panels at `display:none` until a visitor opens them. A few hidden words (messages,
 * decoys) are not a panel.
 */
function isFoldedPanel(element: Element): boolean {
  const name = `${element.attribs.id ?? ''} ${element.attribs.class ?? ''}`
  const small = PANEL_NAME.test(name) && !NO_PANEL_NAME.test(name)
  let characters = 0
  let blocks = 0
  let node: AnyNode | null = nextNode(element, element)
  for (let nodes = 0; node && nodes < PANEL_NODES; nodes += 1) {
    if (isText(node)) characters += node.data.trim().length
    else if (isTag(node) && (BLOCKS.has(node.name) || node.name === 'br' || node.name === 'td')) blocks += 1
    if (
      blocks >= PANEL_BLOCKS
        ? characters >= (small ? SMALL_PANEL_CHARACTERS : PANEL_CHARACTERS)
        : small && blocks > 0 && characters >= SMALL_PANEL_CHARACTERS
    )
      return true
    node =
      isTag(node) && (UNSEEN.has(node.name) || node.attribs.hidden !== undefined)
        ? skipNode(node, element)
        : nextNode(node, element)
  }
  return false
}

/**
 * Lays out what a reader sees, in reading order: white space collapsed, `\n` at blocks and `<br>`, `\t` between the
 * cells of a row. Without recursion.
 */
export function layOutText(document: Document): LaidOutText {
  const pieces: string[] = []
  const units: TextUnit[] = []
  const anchors: TextSpan[] = []
  const emphases: TextSpan[] = []
  const rows: { element: Element; cells: number }[] = []
  const blocks: Element[] = []
  const regions: TextUnit['region'][] = ['body']
  const open: TextSpan[] = []
  let length = 0
  let unit: TextUnit | null = null
  let separator: '' | ' ' | '\t' | '\n' = ''
  let heading = 0

  const breakLine = (kind: '\t' | '\n') => {
    if (separator !== '\n') separator = kind
    unit = null
  }

  const write = (words: string) => {
    if (length > 0 && separator) {
      pieces.push(separator)
      length += 1
    }
    if (!unit) {
      const row = rows.at(-1)
      unit = {
        text: '',
        start: length,
        end: length,
        block: blocks.at(-1) ?? null,
        row: row?.element ?? null,
        cell: row ? row.cells : 0,
        heading,
        region: regions.at(-1) ?? 'body',
      }
      units.push(unit)
    }
    pieces.push(words)
    length += words.length
    unit.end = length
    separator = ''
  }

  const enter = (element: Element) => {
    const { name, attribs } = element
    if (name === 'br') return breakLine('\n')
    if (name === 'td' || name === 'th') {
      const row = rows.at(-1)
      if (row) row.cells += 1
      breakLine(row && row.cells > 1 ? '\t' : '\n')
      blocks.push(element)
    } else if (BLOCKS.has(name)) {
      breakLine('\n')
      blocks.push(element)
      if (name === 'tr') rows.push({ element, cells: 0 })
      else if (/^h[1-6]$/.test(name)) heading = Number(name[1])
    } else if (name === 'a' && attribs.href !== undefined) {
      open.push({ start: length, end: length, element })
    } else if (EMPHASES.has(name)) {
      open.push({ start: length, end: length, element })
    }
    const region = REGIONS[name] ?? ROLES[attribs.role ?? '']
    if (region) regions.push(region)
  }

  const leave = (element: Element) => {
    const { name, attribs } = element
    if (name === 'td' || name === 'th') {
      blocks.pop()
      breakLine('\t')
    } else if (BLOCKS.has(name)) {
      breakLine('\n')
      blocks.pop()
      if (name === 'tr') rows.pop()
      else if (/^h[1-6]$/.test(name)) heading = 0
    } else if (open.at(-1)?.element === element) {
      const span = open.pop() as TextSpan
      span.end = length
      if (span.end > span.start) (name === 'a' ? anchors : emphases).push(span)
      else if (name === 'a') anchors.push(span)
    }
    if (REGIONS[name] ?? ROLES[attribs.role ?? '']) regions.pop()
  }

  const say = (data: string) => {
    const clean = PLAIN.test(data) ? data : data.replaceAll(INVISIBLE, '').replaceAll(/\p{Surrogate}/gu, '\uFFFD')
    const words = clean.replaceAll(SPACES, ' ')
    const from = words.startsWith(' ') ? 1 : 0
    const to = words.length - (words.length > from && words.endsWith(' ') ? 1 : 0)
    if (from > 0 && separator === '') separator = ' '
    if (to > from) write(words.slice(from, to))
    if (to < words.length && separator === '') separator = ' '
  }

  let node: AnyNode | null = document.children[0] ?? null
  while (node) {
    if (isText(node)) say(node.data)
    else if (isTag(node) && node.name === 'img' && isIconLabel(node.attribs.alt)) say(` ${node.attribs.alt} `)
    let descend = false
    if (isTag(node) && !isHidden(node)) {
      enter(node)
      descend = node.children.length > 0
      if (!descend) leave(node)
    }
    if (descend) {
      node = (node as Element).children[0] ?? null
      continue
    }
    while (node && !node.next) {
      const parent: AnyNode | null = node.parent
      if (!parent || parent === document) {
        node = null
        break
      }
      leave(parent as Element)
      node = parent
    }
    if (node) node = node.next
  }

  const text = pieces.join('')
  for (const each of units) each.text = text.slice(each.start, each.end)
  const trim = (span: TextSpan) => {
    while (span.start < span.end && /\s/.test(text[span.start] as string)) span.start += 1
    return span
  }
  return { text, units, anchors: anchors.map(trim), emphases: emphases.map(trim) }
}
