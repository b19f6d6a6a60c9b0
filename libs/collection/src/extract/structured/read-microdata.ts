import { isTag, isText, type AnyNode, type Document, type Element } from 'domhandler'
import { elementsOf, nextNode, skipNode } from '../dom-walk.ts'

/** An item of microdata as the HTML standard's JSON form has it, `id` and `type` left out when absent. */
export interface MicrodataItem {
  id?: string
  type?: string[]
  properties: Record<string, MicrodataValue[]>
  /** The text of an item that has no properties. */
  value?: string
}
export type MicrodataValue = string | MicrodataItem

const SOURCES: Record<string, string> = {
  audio: 'src',
  embed: 'src',
  iframe: 'src',
  img: 'src',
  source: 'src',
  track: 'src',
  video: 'src',
  a: 'href',
  area: 'href',
  link: 'href',
  object: 'data',
}
const MAX_ITEMS = 5_000
/** Items inside items. The ancestor test ends an `itemref` loop; this limits the rest. */
const MAX_DEPTH = 24

export interface MicrodataPage {
  items: MicrodataItem[]
  /** The element of every item, for the place in the source. */
  elements: Map<MicrodataItem, Element>
}

/**
 * The top-level microdata items of a page with their properties, `itemref` followed, URLs resolved against `baseUrl`.
 */
export function readMicrodata(document: Document, baseUrl: string): MicrodataPage {
  const byId = new Map<string, Element>()
  const scopes: Element[] = []
  for (const element of elementsOf(document)) {
    if (element.attribs.id && !byId.has(element.attribs.id)) byId.set(element.attribs.id, element)
    if (element.attribs.itemscope !== undefined && scopes.length < MAX_ITEMS) scopes.push(element)
  }
  const page: MicrodataPage = { items: [], elements: new Map() }
  if (scopes.length === 0) return page
  const budget = { left: MAX_ITEMS * 4 }
  for (const scope of scopes) {
    if (scope.attribs.itemprop !== undefined) continue
    page.items.push(readItem(scope, byId, baseUrl, page.elements, [], budget))
  }
  return page
}

function readItem(
  scope: Element,
  byId: Map<string, Element>,
  baseUrl: string,
  elements: MicrodataPage['elements'],
  above: Element[],
  budget: { left: number },
): MicrodataItem {
  const item: MicrodataItem = { properties: {} }
  elements.set(item, scope)
  if (scope.attribs.itemid) item.id = resolve(scope.attribs.itemid, baseUrl)
  const types = (scope.attribs.itemtype ?? '').split(/\s+/).filter(Boolean)
  if (types.length > 0) item.type = types
  const roots = [scope]
  for (const id of (scope.attribs.itemref ?? '').split(/\s+/).filter(Boolean)) {
    const element = byId.get(id)
    if (element && element !== scope) roots.push(element)
  }
  for (const root of roots) {
    for (let node: AnyNode | null = root === scope ? nextNode(root, root) : root; node;) {
      if (!isTag(node)) {
        node = nextNode(node, root)
        continue
      }
      const { itemprop, itemscope } = node.attribs
      if (itemprop !== undefined && budget.left > 0) {
        budget.left -= 1
        const nested = itemscope !== undefined && !above.includes(node) && node !== scope && above.length < MAX_DEPTH
        const value = nested
          ? readItem(node, byId, baseUrl, elements, [...above, scope], budget)
          : itemscope === undefined
            ? valueOf(node, baseUrl)
            : null
        if (value !== null)
          for (const name of itemprop.split(/\s+/).filter(Boolean)) (item.properties[name] ??= []).push(value)
      }
      if (itemscope !== undefined)
        node = node === root ? (itemprop === undefined ? nextNode(node, root) : null) : skipNode(node, root)
      else node = nextNode(node, root)
    }
  }
  if (Object.keys(item.properties).length === 0) item.value = textOf(scope)
  return item
}

function valueOf(element: Element, baseUrl: string): string {
  const { name, attribs } = element
  if (attribs.content !== undefined) return attribs.content
  const source = SOURCES[name]
  if (source && attribs[source] !== undefined) return resolve(attribs[source] ?? '', baseUrl)
  if ((name === 'data' || name === 'meter') && attribs.value !== undefined) return attribs.value
  if (name === 'time' && attribs.datetime !== undefined) return attribs.datetime
  return textOf(element)
}

const BLOCK =
  /^(?:br|p|div|li|tr|h[1-6]|dd|dt|dl|ul|ol|section|article|table|blockquote|address|footer|header|hr|pre|form)$/

/**
 * The element’s text as a reader sees it: lines at blocks and `<br>`, white space collapsed in them, without script
 * and style.
 */
export function textOf(root: Element): string {
  const parts: string[] = []
  const mark = (node: AnyNode) => {
    if (isTag(node) && BLOCK.test(node.name)) parts.push('\n')
  }
  let node: AnyNode | null = root.children[0] ?? null
  while (node) {
    if (isText(node)) parts.push(node.data.replaceAll(/\s+/g, ' '))
    mark(node)
    const inside: AnyNode | null =
      isTag(node) && node.name !== 'script' && node.name !== 'style' ? (node.children[0] ?? null) : null
    if (inside) {
      node = inside
      continue
    }
    while (node && node !== root && !node.next) {
      node = node.parent
      if (node && node !== root) mark(node)
    }
    node = node && node !== root ? node.next : null
  }
  return parts
    .join('')
    .replaceAll(/[^\S\n]+/g, ' ')
    .replaceAll(/ ?\n[\s]*/g, '\n')
    .trim()
}

function resolve(url: string, baseUrl: string): string {
  try {
    return new URL(url.trim(), baseUrl).href
  } catch {
    return url.trim()
  }
}
