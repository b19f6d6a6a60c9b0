function counts(keys: readonly string[]): Map<string, number> {
  const found = new Map<string, number>()
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1)
  return found
}
const words = (text: string): string[] => text.match(/[\p{L}\p{N}_]+/gu) ?? []
const shingles = (text: string): string[] => {
  const all = words(text)
  return Array.from({ length: Math.max(all.length - 3, all.length > 0 ? 1 : 0) }, (_, at) =>
    all.slice(at, at + 4).join(' '),
  )
}
const size = (bag: Map<string, number>): number => [...bag.values()].reduce((sum, times) => sum + times, 0)
const common = (a: Map<string, number>, b: Map<string, number>): number =>
  [...a].reduce((sum, [key, times]) => sum + Math.min(times, b.get(key) ?? 0), 0)
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)

/** WCXB's own measure: word-multiset F1 per page, mean. */
export function wordF1(got: string, wanted: string): number {
  const [a, b] = [counts(words(got.toLowerCase())), counts(words(wanted.toLowerCase()))]
  const total = size(a) + size(b)
  return total === 0 ? 1 : (2 * common(a, b)) / total
}

/** The article benchmark's: precision and recall of runs of four words, averaged over pages. */
export function shingleF1(
  texts: readonly string[],
  truths: readonly string[],
): { f1: number; precision: number; recall: number } {
  const precisions: number[] = []
  const recalls: number[] = []
  truths.forEach((truth, index) => {
    const [a, b] = [counts(shingles(texts[index] ?? '')), counts(shingles(truth))]
    if (size(a) > 0) precisions.push(common(a, b) / size(a))
    if (size(b) > 0) recalls.push(common(a, b) / size(b))
  })
  const [precision, recall] = [mean(precisions), mean(recalls)]
  return { f1: (2 * precision * recall) / (precision + recall), precision, recall }
}
