/** The code of each key that an input method takes for itself. */
const TAKEN = 229

/**
 * The key belongs to an input method. The first key of a word, and in Safari the key that ends it, are known by their
 * code only.
 */
export function isComposed({ isComposing, keyCode }: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return isComposing || keyCode === TAKEN
}
