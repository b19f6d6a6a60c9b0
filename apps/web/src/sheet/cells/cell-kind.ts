import type { CellValue, ColumnKind } from '@enrichify/domain'
import { formatListItem } from '@enrichify/domain'
import { cellNumber } from '../../ui/format.ts'
import { showPhone } from './show-phone.ts'

/** How a kind of column looks and is typed; the drawing itself is in `draw-content.ts`. */
export interface CellKind {
  /** As it is read in the sheet. */
  show: (value: CellValue) => string
  /** As it is typed and copied: the column's type parses it back to the same value. */
  write: (value: CellValue) => string
  shape: 'text' | 'pills' | 'tick'
  align: 'left' | 'right'
  tone: 'ink' | 'link'
}

const plain = (value: CellValue): string =>
  value === null ? '' : Array.isArray(value) ? value.map(formatListItem).join('; ') : String(value)
const showNumber = (value: CellValue): string => (typeof value === 'number' ? cellNumber(value) : plain(value))
const text: CellKind = { show: plain, write: plain, shape: 'text', align: 'left', tone: 'ink' }

export const CELL_KINDS = {
  text,
  number: { ...text, show: showNumber, align: 'right' },
  date: {
    ...text,
    show: (value) =>
      plain(value)
        .replace('T', ' ')
        .replace(/:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?$/, ''),
  },
  url: {
    ...text,
    show: (value) =>
      plain(value)
        .replace(/^https?:\/\/(?:www\.)?/i, '')
        .replace(/\/$/, ''),
    tone: 'link',
  },
  email: { ...text, tone: 'link' },
  phone: { ...text, show: (value) => showPhone(plain(value)) },
  choice: { ...text, shape: 'pills' },
  boolean: {
    ...text,
    show: (value) => (value === null ? '' : value === true ? 'Yes' : 'No'),
    write: (value) => (value === null ? '' : value === true ? 'true' : 'false'),
    shape: 'tick',
  },
  list: { ...text, shape: 'pills' },
} satisfies Record<ColumnKind, CellKind>

export function pillsOf(value: CellValue): string[] {
  return value === null ? [] : Array.isArray(value) ? value.map(formatListItem) : [String(value)]
}
