import type { Element, Nodes, Root } from 'hast'

/** The element where the end of an answer is marked. Markdown itself makes no such element. */
export const END = 'span'
const HOLDS_WORDS = new Set(['p', 'ul', 'ol', 'li', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'])

/** An image is its name. */
export function imagesAsWords() {
  const replace = (node: Nodes): void => {
    if (!('children' in node)) return
    node.children = node.children.map((child) =>
      isElement(child) && child.tagName === 'img' ? { type: 'text', value: String(child.properties.alt ?? '') } : child,
    ) as typeof node.children
    node.children.forEach(replace)
  }
  return (tree: Root) => replace(tree)
}

/** Marks the end inside of the last block, so that a cursor comes after the last word and not on a line of its own. */
export function endMark() {
  return (tree: Root) => {
    let last: Root | Element = tree
    for (let next: Element | undefined = tree.children.findLast(isElement); next && HOLDS_WORDS.has(next.tagName);) {
      last = next
      next = next.children.findLast(isElement)
    }
    last.children.push({ type: 'element', tagName: END, properties: {}, children: [] })
  }
}

function isElement(node: Nodes): node is Element {
  return node.type === 'element'
}
