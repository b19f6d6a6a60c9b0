import type { Row } from '@enrichify/contracts'
import type { RowWindow } from './read-order.ts'

/** Rows by place, as far as they are here, and a way to read all of a stretch in the same order. */
export interface Stretchable {
  idAt: (place: number) => number | undefined
  isGone: (rowId: number) => boolean
  row: (rowId: number) => Row | undefined
  over: (row: Row) => Row
  read: (first: number, last: number) => Promise<RowWindow[]>
}

/** All ids from `first` to `last`, both included. Throws as `readRange` does. */
export async function idsBetween({ idAt, read }: Stretchable, first: number, last: number): Promise<number[]> {
  const known: number[] = []
  for (let place = first; place <= last; place++) {
    const id = idAt(place)
    if (id === undefined) return (await read(first, last)).flatMap(({ ids }) => ids)
    known.push(id)
  }
  return known
}

/** All rows from `first` to `last` that still exist, as they are shown. Throws as `readRange` does. */
export async function rowsBetween(rows: Stretchable, first: number, last: number): Promise<Row[]> {
  const known: Row[] = []
  for (let place = first; place <= last; place++) {
    const id = rows.idAt(place)
    if (id !== undefined && rows.isGone(id)) continue
    const row = id === undefined ? undefined : rows.row(id)
    if (!row) return (await rows.read(first, last)).flatMap((window) => window.rows.map(rows.over))
    known.push(row)
  }
  return known
}
