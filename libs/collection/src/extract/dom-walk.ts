import { isDocument, isTag, isText, type AnyNode, type Document, type Element, type ParentNode } from 'domhandler'

/** The node after `node` in document order that is not inside it, within `root`; null at the end. */
export function skipNode(node: AnyNode, root: ParentNode): AnyNode | null {
  let current: AnyNode | null = node
  while (current && current !== root) {
    if (current.next) return current.next
    current = current.parent
  }
  return null
}

/** The node after `node` in document order, its first child included, within `root`. */
export function nextNode(node: AnyNode, root: ParentNode): AnyNode | null {
  if ('children' in node && node.children[0]) return node.children[0]
  return skipNode(node, root)
}

const known = new WeakMap<Document, Element[]>()

/**
 * Every element below `root` in document order, without recursion. The list of a document is cached, since every
 * reader of a page walks it.
 */
export function elementsOf(root: ParentNode): Element[] {
  const cached = isDocument(root) ? known.get(root) : undefined
  if (cached) return cached
  const elements: Element[] = []
  for (let node: AnyNode | null = nextNode(root, root); node; node = nextNode(node, root))
    if (isTag(node)) elements.push(node)
  if (isDocument(root)) known.set(root, elements)
  return elements
}

/** All text below a node joined as it is, without script and style. */
export function rawTextOf(root: ParentNode): string {
  let text = ''
  for (let node: AnyNode | null = nextNode(root, root); node;) {
    if (isText(node)) text += node.data
    node =
      isTag(node) && (node.name === 'script' || node.name === 'style') ? skipNode(node, root) : nextNode(node, root)
  }
  return text
}

/** `html>body>div[2]>p`: names, with a place among the siblings of that name when it is not the first. */
export function pathOf(element: Element): string {
  const parts: string[] = []
  for (let current: ParentNode | null = element; current && isTag(current as AnyNode); current = current.parent) {
    const own = current as Element
    let place = 1
    for (let sibling = own.prev; sibling && place < 1000; sibling = sibling.prev)
      if (isTag(sibling) && sibling.name === own.name) place += 1
    parts.unshift(place > 1 ? `${own.name}[${place}]` : own.name)
  }
  return parts.join('>')
}
