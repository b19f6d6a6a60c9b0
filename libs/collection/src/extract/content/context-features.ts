import type { Block, Container } from './page-blocks.ts'

export const contextCount = 24

/**
 * What the first look at all blocks (`chances`, 0 to 1) says about each block’s surroundings: its neighbours, the
 * containers around it, similar blocks elsewhere on the page, and the section under its heading. One row of
 * `contextCount` numbers per block.
 */
export function contextFeatures(blocks: readonly Block[], chances: Float32Array): Float32Array {
  const rows = new Float32Array(blocks.length * contextCount)
  const inside = new Map<Container, { words: number; likely: number }>()
  const alike = new Map<string, { words: number; likely: number }>()
  const add = <K>(map: Map<K, { words: number; likely: number }>, key: K, words: number, chance: number): void => {
    const sums = map.get(key)
    if (sums === undefined) map.set(key, { words, likely: words * chance })
    else {
      sums.words += words
      sums.likely += words * chance
    }
  }
  let words = 0
  let likely = 0
  blocks.forEach((block, index) => {
    const chance = chances[index] ?? 0
    words += block.words
    likely += block.words * chance
    add(alike, signature(block), block.words, chance)
    for (let up: Container | null = block.container, level = 0; up !== null && level < 8; up = up.parent, level++)
      add(inside, up, block.words, chance)
  })
  const behind = distances(blocks, chances, 1)
  const ahead = distances(blocks, chances, -1)
  const sections = sectionChances(blocks, chances)
  let before = 0
  blocks.forEach((block, index) => {
    let at = index * contextCount
    const put = (value: number): void => {
      rows[at++] = value
    }
    put(chances[index] ?? 0)
    for (const step of [-3, -2, -1, 1, 2, 3]) put(chances[index + step] ?? -1)
    let nearWords = 0
    let nearLikely = 0
    for (let other = Math.max(0, index - 6); other <= Math.min(blocks.length - 1, index + 6); other++) {
      if (other === index) continue
      nearWords += blocks[other]?.words ?? 0
      nearLikely += (blocks[other]?.words ?? 0) * (chances[other] ?? 0)
    }
    put(nearWords === 0 ? -1 : nearLikely / nearWords)
    for (let up: Container | null = block.container, level = 0; level < 6; level++) {
      const sums = up === null ? undefined : inside.get(up)
      // Without the block itself, so that a container of one block does not just repeat it.
      const others = sums === undefined ? 0 : sums.words - block.words
      put(sums === undefined ? -1 : others === 0 ? -0.5 : (sums.likely - block.words * (chances[index] ?? 0)) / others)
      up = up?.parent ?? null
    }
    const twin = alike.get(signature(block))
    put(twin === undefined ? -1 : twin.likely / twin.words)
    put(twin === undefined ? 0 : Math.log1p(twin.words))
    put(likely / Math.max(words, 1))
    put(Math.log1p(likely))
    put(likely === 0 ? 0 : before / likely)
    put(behind[index] ?? 99)
    put(ahead[index] ?? 99)
    put(sections[index]?.[0] ?? -1)
    put(sections[index]?.[1] ?? -1)
    put(Math.log1p(sections[index]?.[2] ?? 0))
    before += block.words * (chances[index] ?? 0)
  })
  return rows
}

function signature({ container, heading }: Block): string {
  const { name, element, parent } = container
  return (
    `${name}.${element?.attribs.class ?? ''}` +
    `<${parent?.name ?? ''}.${parent?.element?.attribs.class ?? ''}:${heading}`
  )
}

/** Blocks since the last one that is surely content; from the other side with `step` -1. */
function distances(blocks: readonly Block[], chances: Float32Array, step: 1 | -1): number[] {
  const found: number[] = []
  let distance = 99
  for (let n = 0; n < blocks.length; n++) {
    const index = step === 1 ? n : blocks.length - 1 - n
    found[index] = distance
    distance = (chances[index] ?? 0) > 0.7 && (blocks[index]?.words ?? 0) > 12 ? 0 : Math.min(distance + 1, 99)
  }
  return found
}

/**
 * Per block: the chance of the heading above it, the mean of the text under that heading, and how many words that is.
 */
function sectionChances(blocks: readonly Block[], chances: Float32Array): [number, number, number][] {
  const found: [number, number, number][] = []
  let start = 0
  let heading = -1
  const end = (stop: number): void => {
    let words = 0
    let likely = 0
    for (let index = start; index < stop; index++) {
      if ((blocks[index]?.heading ?? 0) > 0) continue
      words += blocks[index]?.words ?? 0
      likely += (blocks[index]?.words ?? 0) * (chances[index] ?? 0)
    }
    for (let index = start; index < stop; index++) found[index] = [heading, words === 0 ? -1 : likely / words, words]
    start = stop
  }
  blocks.forEach((block, index) => {
    if (block.heading === 0) return
    end(index)
    heading = chances[index] ?? 0
  })
  end(blocks.length)
  return found
}
