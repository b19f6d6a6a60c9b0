import { Refused } from '@enrichify/domain'

export function readSort(sort: string | undefined): { column: string; direction: 'asc' | 'desc' } | null {
  const [column, direction] = sort?.split(':') ?? []
  return column ? { column, direction: direction === 'desc' ? 'desc' : 'asc' } : null
}

export type RowPosition = { after: number } | { offset: number }
export const makeCursor = (place: RowPosition): string => Buffer.from(JSON.stringify(place)).toString('base64url')
export function readCursor(text: string): RowPosition {
  try {
    const place = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
    if (Number.isSafeInteger(place.after)) return { after: place.after as number }
    if (Number.isSafeInteger(place.offset) && (place.offset as number) >= 0) return { offset: place.offset as number }
  } catch {
    // Falls through to the refusal below.
  }
  throw new Refused('bad_cursor', 'This cursor is not valid. Start again without a cursor.', 'invalid')
}
