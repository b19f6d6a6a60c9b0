import type { Block } from './page-blocks.ts'

/** Below this even the likeliest block is not content: an error page, a shell, a list of links. */
const leastChance = 0.1
// On a page that the model understands this well (usually an article), blocks that it doubts are teasers or captions,
// not content.
const sureF1 = 0.85
const sureChance = 0.5

/**
 * Which blocks to take so that the expected word F1 is highest: the likeliest first, as long as each adds more than
 * it risks. No fixed threshold fits every page: it may be high when the model is sure, and it must be low when it is
 * not. One flag per block.
 */
export function chooseBlocks(blocks: readonly Block[], chances: Float32Array): boolean[] {
  const order = blocks.map((_, index) => index).sort((a, b) => (chances[b] ?? 0) - (chances[a] ?? 0))
  const expected = blocks.reduce((sum, block, index) => sum + block.words * (chances[index] ?? 0), 0)
  let taken = 0
  let right = 0
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (const index of order) {
    const words = blocks[index]?.words ?? 0
    const chance = chances[index] ?? 0
    if (chance < leastChance) break
    taken += words
    right += words * chance
    const f1 = (2 * right) / (taken + expected)
    if (f1 > best) [best, least] = [f1, chance]
  }
  if (best > sureF1) least = Math.max(least, sureChance)
  return blocks.map((_, index) => (chances[index] ?? 0) >= least)
}
