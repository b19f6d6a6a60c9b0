const ELLIPSIS = '…'
const memory = new Map<string, string>()

/** The text cut to `width`, with an ellipsis. Measured once per text and width, because cells are repainted often. */
export function fitText(measure: (text: string) => number, text: string, width: number): string {
  if (width <= 0 || text === '') return ''
  const key = `${Math.round(width)}\u0000${text}`
  const known = memory.get(key)
  if (known !== undefined) return known
  if (memory.size > 4000) memory.clear()
  const fitted = cut(measure, text, width)
  memory.set(key, fitted)
  return fitted
}

/** After a font was loaded, all widths are different. */
export function forgetFits(): void {
  memory.clear()
}

function cut(measure: (text: string) => number, text: string, width: number): string {
  const oneLine = text.length > 2000 ? text.slice(0, 2000) : text
  const flat = oneLine.replace(/\s+/g, ' ')
  // No letter is narrower than three pixels, so a long text need not be measured whole.
  const most = flat.slice(0, Math.ceil(width / 3))
  if (most.length === flat.length && measure(flat) <= width) return flat
  let [low, high] = [0, most.length]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (measure(most.slice(0, middle) + ELLIPSIS) <= width) low = middle
    else high = middle - 1
  }
  return most.slice(0, low).trimEnd() + ELLIPSIS
}
