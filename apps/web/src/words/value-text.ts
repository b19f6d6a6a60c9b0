import { formatListItem, type ListItem } from '@enrichify/domain'
import { showPhone } from '../sheet/cells/show-phone.ts'
import { cellNumber } from '../ui/format.ts'

/** Any value that evidence may carry, as a person reads it. Opening hours are quoted as the page writes them. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.map((item) => valueText(item)).join('; ')
  if (typeof value !== 'object') return String(value)
  if ('text' in value && typeof value.text === 'string') return value.text
  if ('name' in value || 'url' in value) return formatListItem(value as ListItem)
  return JSON.stringify(value)
}

/** The same with phone and other numbers as the sheet shows them, to be looked at only: never compare or save it. */
export function displayText(value: unknown): string {
  if (typeof value === 'number') return cellNumber(value)
  return showPhone(valueText(value))
}

const LONGEST = 60

/** A value in a sentence: short, and “empty” where there is none. */
export function valueWords(value: unknown): string {
  const text = displayText(value)
  if (text === '') return 'empty'
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}
