import type { ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

export const choiceColumn: ColumnType = {
  kind: 'choice',
  label: 'Choice',
  parse(text, settings) {
    const trimmed = text.trim()
    if (trimmed === '') return { ok: true, value: null }
    const known = settings.options?.find((option) => option.toLowerCase() === trimmed.toLowerCase())
    if (known !== undefined || !settings.options?.length) return { ok: true, value: known ?? trimmed }
    return { ok: false, reason: `is not one of ${settings.options.slice(0, 8).join(', ')}` }
  },
  format: formatAny,
  /** Few distinct short words over many rows. */
  guess(samples) {
    const distinct = new Set(samples.map((sample) => sample.trim()))
    const short = samples.every((sample) => sample.length <= 30)
    return samples.length >= 20 && short && distinct.size <= Math.min(12, samples.length / 5) ? 0.7 : 0
  },
  sortAs: 'text',
}
