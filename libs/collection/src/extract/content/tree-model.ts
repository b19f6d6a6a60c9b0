/**
 * Boosted trees of one depth, each a complete binary tree: a row goes right where its feature is above the threshold.
 */
export interface TreeModel {
  depth: number
  trees: number
  /** Per inner node, tree after tree. */
  features: Uint8Array
  thresholds: Float32Array
  /** Per leaf, tree after tree, in log-odds. */
  leaves: Float32Array
}

/** Rows of `width` numbers laid one after the other. */
export interface Rows {
  rows: Float32Array
  width: number
}

const none: Rows = { rows: new Float32Array(0), width: 0 }

/**
 * Chances between 0 and 1 for `count` rows; `more` has further numbers for the same rows, as if they were to the
 * right.
 */
export function predict(model: TreeModel, count: number, own: Rows, more: Rows = none): Float32Array {
  const { features, thresholds, leaves, trees } = model
  const inner = (1 << model.depth) - 1
  const chances = new Float32Array(count)
  const row = new Float32Array(own.width + more.width)
  for (let index = 0; index < count; index++) {
    for (let at = 0; at < own.width; at++) row[at] = own.rows[index * own.width + at] as number
    for (let at = 0; at < more.width; at++) row[own.width + at] = more.rows[index * more.width + at] as number
    let sum = 0
    for (let tree = 0, base = 0, leaf = 0; tree < trees; tree++, base += inner, leaf += inner + 1) {
      let node = 0
      while (node < inner)
        node =
          2 * node +
          1 +
          ((row[features[base + node] as number] as number) > (thresholds[base + node] as number) ? 1 : 0)
      sum += leaves[leaf + node - inner] as number
    }
    chances[index] = 1 / (1 + Math.exp(-sum))
  }
  return chances
}

/**
 * Base64 of depth and number of trees (two bytes each), features, thresholds and leaves (floats of four bytes,
 * little-endian).
 */
export function packModel(model: TreeModel): string {
  const head = Buffer.alloc(4)
  head.writeUInt16LE(model.depth, 0)
  head.writeUInt16LE(model.trees, 2)
  return Buffer.concat([head, model.features, floatBytes(model.thresholds), floatBytes(model.leaves)]).toString(
    'base64',
  )
}

/** The inverse of `packModel`. */
export function unpackModel(text: string): TreeModel {
  const bytes = Buffer.from(text, 'base64')
  const depth = bytes.readUInt16LE(0)
  const trees = bytes.readUInt16LE(2)
  const inner = trees * ((1 << depth) - 1)
  const leaves = trees * (1 << depth)
  const floats = (start: number, count: number): Float32Array =>
    Float32Array.from({ length: count }, (_, n) => bytes.readFloatLE(start + 4 * n))
  return {
    depth,
    trees,
    features: Uint8Array.from(bytes.subarray(4, 4 + inner)),
    thresholds: floats(4 + inner, inner),
    leaves: floats(4 + 5 * inner, leaves),
  }
}

const floatBytes = (values: Float32Array): Buffer => {
  const bytes = Buffer.alloc(values.length * 4)
  values.forEach((value, index) => bytes.writeFloatLE(value, index * 4))
  return bytes
}
