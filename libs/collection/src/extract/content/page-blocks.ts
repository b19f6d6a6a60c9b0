import { words } from '@enrichify/domain'
import { isTag, isText, type AnyNode, type Document, type Element, type ParentNode } from 'domhandler'
import { hintCount, hintsOf } from './class-hints.ts'

/** A block-level element with sums over everything inside it. */
export interface Container {
  element: Element | null
  parent: Container | null
  children: Container[]
  depth: number
  name: string
  hints: number
  /**
   * Per hint the depth of the innermost container that gives it, 0 when none does. Shared with the parent when
   * nothing is new.
   */
  hintDepth: Uint16Array
  hidden: boolean
  words: number
  linkWords: number
  paragraphWords: number
  blocks: number
  /** Siblings of the same name and class, including itself. */
  twins: number
}

/** A run of text between two block boundaries: a reader sees it as one paragraph, item, cell or heading. */
export interface Block {
  text: string
  container: Container
  words: number
  linkWords: number
  links: number
  /** Hints of inline elements around or in it. */
  inlineHints: number
  /** 1 to 6 inside a heading. */
  heading: number
  /** Inline nodes in order, for Markdown: from `first` up to and without `after`. */
  nodes: AnyNode[]
}

const blockNames = new Set(
  words(`
    address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p
    pre search section summary table tbody td tfoot th thead tr ul label
  `),
)
const skippedNames = new Set(
  words(`
    head script style noscript template svg math iframe object embed canvas audio video select datalist
    textarea title map noframes frameset applet
  `),
)
const hiding = /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i
const wordPattern = /[\p{L}\p{N}_]+/gu

/**
 * Words of a text: runs of letters, digits and underscores of any script. Plain ASCII is counted by hand, ten times
 * as fast.
 */
export function countWords(text: string): number {
  let count = 0
  let inside = false
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > 127) return text.match(wordPattern)?.length ?? 0
    const isWord =
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
    if (isWord && !inside) count++
    inside = isWord
  }
  return count
}

export interface PageBlocks {
  blocks: Block[]
  root: Container
}

// A page with fewer words than this is a shell that scripts fill. Forums then put the text for robots into
// `<noscript>`.
const shellWords = 100

/**
 * Cuts a page into blocks in reading order, without recursion. Invisible elements are left out, hidden ones are
 * marked. A page that shows next to nothing is read again with its `<noscript>`.
 */
export function pageBlocks(document: Document): PageBlocks {
  const seen = cutBlocks(document, false)
  if (seen.root.words >= shellWords) return seen
  const other = cutBlocks(document, true)
  return other.root.words > 2 * seen.root.words ? other : seen
}

function cutBlocks(document: Document, withNoscript: boolean): PageBlocks {
  const root = container(null, null, 'html', 0)
  const blocks: Block[] = []
  // Only when there is more than one child, since deep pages are chains of only children.
  const families: Container[][] = []
  let current = root
  let open: Block | null = null
  let links = 0

  const flush = (): void => {
    if (open !== null) {
      open.text = open.text
        .replace(/[^\S\n]+/g, ' ')
        .replace(/ ?\n ?/g, '\n')
        .trim()
      open.words = countWords(open.text)
      if (open.words > 0) close(blocks, open)
    }
    open = null
  }
  const enter = (element: Element): void => {
    if (element.name === 'a' && element.attribs.href !== undefined) links++
    if (element.name === 'br' && open !== null) open.text += '\n'
    if (!isBlock(element)) {
      if (open !== null) open.inlineHints |= hintsOf(element.name, element.attribs)
      return
    }
    flush()
    current = container(element, current, element.name, hintsOf(element.name, element.attribs))
    const { parent } = current
    if (parent === null) return
    parent.children.push(current)
    if (parent.children.length === 2) families.push(parent.children)
  }
  const leave = (element: Element): void => {
    if (element.name === 'a' && element.attribs.href !== undefined) links--
    if (!isBlock(element)) return
    flush()
    const { parent } = current
    if (parent === null) return
    parent.words += current.words
    parent.linkWords += current.linkWords
    parent.paragraphWords += current.paragraphWords
    parent.blocks += current.blocks
    current = parent
  }

  let node: AnyNode | null = (document.children[0] as AnyNode | undefined) ?? null
  while (node !== null) {
    if (isText(node)) {
      if (open !== null || node.data.trim() !== '') {
        open ??= {
          text: '',
          container: current,
          words: 0,
          linkWords: 0,
          links: 0,
          inlineHints: inlineAround(node),
          heading: headingOf(current),
          nodes: [],
        }
        open.text += current.name === 'pre' ? node.data : node.data.replace(/\s+/g, ' ')
        open.nodes.push(node)
        if (links > 0) {
          open.linkWords += countWords(node.data)
          open.links++
        }
      }
    } else if (isTag(node) && (!skippedNames.has(node.name) || (withNoscript && node.name === 'noscript'))) {
      enter(node)
      const child = node.children[0] as AnyNode | undefined
      if (child !== undefined) {
        node = child
        continue
      }
      leave(node)
    }
    while (node !== null && node.next === null) {
      const parent: ParentNode | null = node.parent
      if (parent === null || !isTag(parent as AnyNode)) {
        node = null
        break
      }
      leave(parent as Element)
      node = parent as Element
    }
    node = node === null ? null : (node.next as AnyNode | null)
  }
  flush()
  for (const family of families) countTwins(family)
  return { blocks, root }
}

function countTwins(family: readonly Container[]): void {
  const counts = new Map<string, number>()
  const keys = family.map(({ name, element }) => `${name}.${(element?.attribs.class ?? '').slice(0, 60)}`)
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  family.forEach((twin, index) => (twin.twins = counts.get(keys[index] ?? '') ?? 1))
}

function close(blocks: Block[], block: Block): void {
  const { container: own } = block
  block.linkWords = Math.min(block.linkWords, block.words)
  own.words += block.words
  own.linkWords += block.linkWords
  own.blocks++
  if (own.name === 'p') own.paragraphWords += block.words
  blocks.push(block)
}

function isBlock(element: Element): boolean {
  // Custom elements contain components, not words.
  return blockNames.has(element.name) || element.name.includes('-')
}

function container(element: Element | null, parent: Container | null, name: string, hints: number): Container {
  const depth = parent === null ? 1 : Math.min(parent.depth + 1, 65_535)
  let hintDepth = parent?.hintDepth ?? new Uint16Array(hintCount)
  // Far below any real page we no longer tell the places apart, so that endless nesting costs no memory for each.
  if (hints !== 0 && depth < 2_000) {
    hintDepth = hintDepth.slice()
    for (let bit = 0; bit < hintCount; bit++) if ((hints & (1 << bit)) !== 0) hintDepth[bit] = depth
  }
  const hidden = (parent?.hidden ?? false) || (element !== null && isHidden(element))
  return {
    element,
    parent,
    children: [],
    depth,
    name,
    hints,
    hintDepth,
    hidden,
    words: 0,
    linkWords: 0,
    paragraphWords: 0,
    blocks: 0,
    twins: 1,
  }
}

function isHidden({ attribs }: Element): boolean {
  return (
    attribs.hidden !== undefined ||
    attribs['aria-hidden'] === 'true' ||
    (attribs.style !== undefined && hiding.test(attribs.style))
  )
}

function headingOf(container: Container): number {
  for (let at: Container | null = container, up = 0; at !== null && up < 3; at = at.parent, up++) {
    if (at.name.length === 2 && at.name[0] === 'h' && at.name >= 'h1' && at.name <= 'h6') return Number(at.name[1])
  }
  return 0
}

function inlineAround(node: AnyNode): number {
  let found = 0
  for (
    let at: ParentNode | null = node.parent, up = 0;
    at !== null && up < 4 && isTag(at as AnyNode) && !isBlock(at as Element);
    at = at.parent, up++
  ) {
    found |= hintsOf((at as Element).name, (at as Element).attribs)
  }
  return found
}
