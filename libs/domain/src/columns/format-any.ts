import type { CellValue, ListItem } from '../cells/cell.ts'

/** A person is `Name, Title` (`Name` without one), a profile is its address: what a reader expects in one cell. */
export function formatListItem(item: ListItem): string {
  if (typeof item === 'string') return item
  if ('url' in item) return item.url
  return item.title ? `${item.name}, ${item.title}` : item.name
}

/** Any value as text, also one that is not of its column's type: what does not fit is kept, and so it is shown as what it is. */
export function formatAny(value: CellValue): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.map(formatListItem).join('; ') : String(value)
}
