import { isTag, isText, type AnyNode, type Document } from 'domhandler'
import { nextNode } from '../dom-walk.ts'

/** The text of the first `<title>` outside drawings, white space folded; empty when there is none. */
export function readTitle(document: Document): string {
  for (let node = nextNode(document, document); node !== null; node = nextNode(node, document)) {
    if (!isTag(node)) continue
    if (node.name === 'title' && !isSvg(node.parent as AnyNode | null)) {
      return node.children
        .map((child) => (isText(child as AnyNode) ? (child as AnyNode & { data: string }).data : ''))
        .join('')
        .replace(/\s+/g, ' ')
        .trim()
    }
    if (node.name === 'body') return ''
  }
  return ''
}

const isSvg = (node: AnyNode | null): boolean => node !== null && isTag(node) && node.name === 'svg'
