import type { Document } from 'domhandler'
import { blockFeatures } from './block-features.ts'
import { firstLook, secondLook } from './block-model.data.ts'
import { chooseBlocks } from './choose-blocks.ts'
import { contextCount, contextFeatures } from './context-features.ts'
import { pageBlocks, type Block } from './page-blocks.ts'
import { readTitle } from './read-title.ts'
import { toMarkdown } from './to-markdown.ts'
import { predict, unpackModel, type TreeModel } from './tree-model.ts'

export interface MainContent {
  /** Blocks of the main content in reading order, a blank line between them. */
  text: string
  /** The same with headings, lists, tables, links and emphasis. */
  markdown: string
}

let models: readonly [TreeModel, TreeModel] | null = null

/**
 * The main content of a page without navigation and other furniture. The page is cut into blocks, and a small trained
 * model judges each block twice, the second time with its surroundings in view. Linear in the page, without
 * recursion; never throws. Empty when there is no content.
 */
export function extractContent(input: { document: Document; url: string; title?: string }): MainContent {
  const { document, url } = input
  const chosen = mainBlocks(document, input.title ?? readTitle(document), url)
  return { text: chosen.map((block) => block.text).join('\n\n'), markdown: toMarkdown(chosen, url) }
}

function mainBlocks(document: Document, title: string, url: string): Block[] {
  const { blocks, root } = pageBlocks(document)
  if (blocks.length === 0) return []
  models ??= [unpackModel(firstLook), unpackModel(secondLook)]
  const { rows, width } = blockFeatures(blocks, root, { title, url })
  const first = predict(models[0], blocks.length, { rows, width })
  const second = predict(
    models[1],
    blocks.length,
    { rows, width },
    { rows: contextFeatures(blocks, first), width: contextCount },
  )
  const flags = chooseBlocks(blocks, second)
  return blocks.filter((_, index) => flags[index])
}
