import type { CellValue, ListItem } from '../cells/cell.ts'

/**
 * A person is `Name, Title` (`Name` without a title). A profile is its address. That is what a reader expects in one
 * cell.
 */
export function formatListItem(item: ListItem): string {
  if (typeof item === 'string') return item
  if ('url' in item) return item.url
  return item.title ? `${item.name}, ${item.title}` : item.name
}

/**
 * Any value as text, also a value that is not of its column’s type. Such a value stays in the cell and is shown as it
 * is.
 */
export function formatAny(value: CellValue): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.map(formatListItem).join('; ') : String(value)
}
