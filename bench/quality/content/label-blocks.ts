import type { Block } from '../../../libs/collection/src/extract/content/page-blocks.ts'

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []

/**
 * Per block the share of it (0 to 1) that the hand-made text of a page contains: by runs of four words, and by whole
 * lines for short blocks. Each line counts as often as it is there.
 */
export function labelBlocks(blocks: readonly Block[], truth: string): Float32Array {
  const all = wordsOf(truth)
  const runs = new Set<string>()
  for (let at = 0; at + 4 <= all.length; at++) runs.add(all.slice(at, at + 4).join(' '))
  const lines = new Map<string, number>()
  for (const line of truth.split('\n')) {
    const key = wordsOf(line).join(' ')
    lines.set(key, (lines.get(key) ?? 0) + 1)
  }
  const joined = ` ${all.join(' ')} `
  const labels = new Float32Array(blocks.length)
  const unsure: number[] = []
  const used = new Map<string, number>()
  blocks.forEach((block, index) => {
    const words = wordsOf(block.text)
    const key = words.join(' ')
    const before = used.get(key) ?? 0
    used.set(key, before + 1)
    if (words.length >= 4) {
      // A text that the page shows twice and the truth has once counts once.
      if (before > 0 && before >= Math.max(1, joined.split(` ${key} `).length - 1)) return
      let found = 0
      for (let at = 0; at + 4 <= words.length; at++) if (runs.has(words.slice(at, at + 4).join(' '))) found++
      labels[index] = found / (words.length - 3)
    } else if (lines.has(key)) labels[index] = before < (lines.get(key) ?? 0) ? 1 : 0
    else if (joined.includes(` ${key} `)) unsure.push(index)
  })
  for (const index of unsure) {
    const near = [-3, -2, -1, 1, 2, 3].map((step) => index + step).filter((other) => (blocks[other]?.words ?? 0) >= 4)
    const mean = near.reduce((sum, other) => sum + (labels[other] ?? 0), 0) / Math.max(near.length, 1)
    labels[index] = mean >= 0.5 ? 1 : 0
  }
  return labels
}
