import type { TreeModel } from '../../../libs/collection/src/extract/content/tree-model.ts'

export interface BoostSettings {
  trees: number
  depth: number
  rate: number
  rowShare: number
  featureShare: number
  /** Smallest sum of weights in a leaf. */
  minLeaf: number
  seed: number
}

export interface Binned {
  count: number
  width: number
  /** Feature after feature. */
  bins: Uint8Array
  /** Upper bounds of the bins of each feature. */
  bounds: Float32Array[]
}

const binCount = 64

/** Cuts each feature at its quantiles, so that a tree looks at 64 places and not at every value. */
export function binRows(rows: Float32Array, width: number): Binned {
  const count = rows.length / width
  const bins = new Uint8Array(count * width)
  const bounds: Float32Array[] = []
  const step = Math.max(1, Math.floor(count / 20_000))
  for (let feature = 0; feature < width; feature++) {
    const sample: number[] = []
    for (let row = 0; row < count; row += step) sample.push(rows[row * width + feature] as number)
    sample.sort((a, b) => a - b)
    const cuts = new Set<number>()
    for (let bin = 1; bin < binCount; bin++)
      cuts.add(sample[Math.floor((bin / binCount) * (sample.length - 1))] as number)
    const own = Float32Array.from(cuts).sort()
    bounds.push(own)
    for (let row = 0; row < count; row++) {
      const value = rows[row * width + feature] as number
      let low = 0
      let high = own.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (value > (own[middle] as number)) low = middle + 1
        else high = middle
      }
      bins[feature * count + row] = low
    }
  }
  return { count, width, bins, bounds }
}

/**
 * Gradient boosting on the logistic loss over the rows in `use`: second order, trees of one depth. Deterministic for
 * a seed.
 */
export function boostTrees(
  data: Binned,
  labels: Float32Array,
  weights: Float32Array,
  use: Int32Array,
  settings: BoostSettings,
): TreeModel {
  const { depth, rate } = settings
  const inner = (1 << depth) - 1
  const model: TreeModel = {
    depth,
    trees: settings.trees,
    features: new Uint8Array(settings.trees * inner),
    thresholds: new Float32Array(settings.trees * inner).fill(Number.POSITIVE_INFINITY),
    leaves: new Float32Array(settings.trees * (inner + 1)),
  }
  const random = mulberry(settings.seed)
  const scores = new Float32Array(data.count)
  const gradients = new Float32Array(data.count)
  const curvatures = new Float32Array(data.count)
  const nodes = new Int32Array(data.count)
  for (let tree = 0; tree < settings.trees; tree++) {
    const sampled: number[] = []
    for (const row of use) {
      const chance = 1 / (1 + Math.exp(-(scores[row] as number)))
      gradients[row] = (chance - (labels[row] as number)) * (weights[row] as number)
      curvatures[row] = Math.max(chance * (1 - chance), 1e-3) * (weights[row] as number)
      nodes[row] = 0
      if (random() < settings.rowShare) sampled.push(row)
    }
    const features = Array.from({ length: data.width }, (_, feature) => feature).filter(
      () => random() < settings.featureShare,
    )
    for (let level = 0; level < depth; level++)
      splitLevel(model, tree, level, data, sampled, use, features, nodes, gradients, curvatures, settings)
    const sums = new Float64Array(2 * (inner + 1))
    for (const row of use) {
      const leaf = (nodes[row] as number) - inner
      sums[2 * leaf] = (sums[2 * leaf] as number) + (gradients[row] as number)
      sums[2 * leaf + 1] = (sums[2 * leaf + 1] as number) + (curvatures[row] as number)
    }
    for (let leaf = 0; leaf <= inner; leaf++)
      model.leaves[tree * (inner + 1) + leaf] =
        (-rate * (sums[2 * leaf] as number)) / ((sums[2 * leaf + 1] as number) + 1)
    for (const row of use)
      scores[row] =
        (scores[row] as number) + (model.leaves[tree * (inner + 1) + (nodes[row] as number) - inner] as number)
  }
  return model
}

// The arrays of the inner loop, named: an object of them would hide which of them it changes.
// oxlint-disable-next-line max-params
function splitLevel(
  model: TreeModel,
  tree: number,
  level: number,
  data: Binned,
  sampled: number[],
  use: Int32Array,
  features: number[],
  nodes: Int32Array,
  gradients: Float32Array,
  curvatures: Float32Array,
  settings: BoostSettings,
): void {
  const inner = (1 << model.depth) - 1
  const first = (1 << level) - 1
  const wide = 1 << level
  const best = Array.from({ length: wide }, () => ({ gain: 1e-6, feature: 0, bin: 255 }))
  const g = new Float64Array(wide * binCount)
  const h = new Float64Array(wide * binCount)
  for (const feature of features) {
    g.fill(0)
    h.fill(0)
    const column = data.bins.subarray(feature * data.count, (feature + 1) * data.count)
    for (const row of sampled) {
      const place = ((nodes[row] as number) - first) * binCount + (column[row] as number)
      g[place] = (g[place] as number) + (gradients[row] as number)
      h[place] = (h[place] as number) + (curvatures[row] as number)
    }
    for (let node = 0; node < wide; node++) {
      let totalG = 0
      let totalH = 0
      for (let bin = 0; bin < binCount; bin++) {
        totalG += g[node * binCount + bin] as number
        totalH += h[node * binCount + bin] as number
      }
      let leftG = 0
      let leftH = 0
      for (let bin = 0; bin < binCount - 1; bin++) {
        leftG += g[node * binCount + bin] as number
        leftH += h[node * binCount + bin] as number
        const rightH = totalH - leftH
        if (leftH < settings.minLeaf || rightH < settings.minLeaf) continue
        const gain = leftG ** 2 / (leftH + 1) + (totalG - leftG) ** 2 / (rightH + 1) - totalG ** 2 / (totalH + 1)
        const own = best[node]
        if (own !== undefined && gain > own.gain) best[node] = { gain, feature, bin }
      }
    }
  }
  best.forEach(({ feature, bin }, node) => {
    const place = tree * inner + first + node
    model.features[place] = feature
    model.thresholds[place] =
      bin === 255 ? Number.POSITIVE_INFINITY : (data.bounds[feature]?.[bin] ?? Number.POSITIVE_INFINITY)
  })
  for (const row of use) {
    const node = nodes[row] as number
    const split = best[node - first]
    nodes[row] =
      2 * node + (split !== undefined && (data.bins[split.feature * data.count + row] as number) > split.bin ? 2 : 1)
  }
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
