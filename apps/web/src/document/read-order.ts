import type { Output, listRows } from '@enrichify/contracts'
import { RowOrder } from './row-order.ts'

export type RowWindow = Omit<Output<typeof listRows>, 'nextCursor'>
export type LoadRows = (
  window: { offset: number; limit: number; order?: string },
  signal: AbortSignal,
) => Promise<RowWindow>

/** The API's largest window. */
const MOST_AT_ONCE = 500
const AT_ONCE = 4

/** The list is another one than at the beginning: places of the two may not be mixed. */
export class ListChanged extends Error {
  constructor() {
    super('The list changed while it was read. Try again.')
  }
}

/**
 * Everything between two places of one order, both included.
 * @throws ListChanged, and what `load` throws: then nothing may be done with a part of the rows
 */
export async function readRange(
  load: LoadRows,
  order: RowOrder,
  [first, last]: readonly [number, number],
  signal: AbortSignal,
): Promise<RowWindow[]> {
  const offsets: number[] = []
  for (let offset = first; offset <= last; offset += MOST_AT_ONCE) offsets.push(offset)
  const windows: RowWindow[] = []
  for (let at = 0; at < offsets.length; at += AT_ONCE) {
    const answers = await Promise.all(
      offsets
        .slice(at, at + AT_ONCE)
        .map((offset) => load({ offset, limit: Math.min(MOST_AT_ONCE, last - offset + 1), order: order.id }, signal)),
    )
    if (answers.some((answer) => answer.order.id !== order.id)) throw new ListChanged()
    windows.push(...answers)
  }
  return windows
}

export interface ReadOrder {
  id: string
  total: number
  building: RowWindow['building']
  pages: { page: number; window: RowWindow }[]
}

/** What is on the screen, in the order of now. Pages of two orders are never mixed. */
export async function readOrder(
  load: LoadRows,
  visible: readonly [number, number],
  signal: AbortSignal,
): Promise<ReadOrder> {
  const limit = RowOrder.pageSize
  let page = Math.floor(visible[0] / limit)
  let window = await load({ offset: page * limit, limit }, signal)
  const { id } = window.order
  const read = async (other: number) => {
    const next = await load({ offset: other * limit, limit, order: id }, signal)
    if (next.order.id !== id) throw new ListChanged()
    return next
  }
  // The list has become shorter than what is on the screen.
  if (window.ids.length === 0 && window.total > 0) {
    page = Math.floor((window.total - 1) / limit)
    window = await read(page)
  }
  const pages = [{ page, window }]
  if (!window.building)
    for (const other of pagesOn(visible, window.total))
      if (other !== page) pages.push({ page: other, window: await read(other) })
  return { id, total: window.total, building: window.building, pages }
}

/** The pages of a list of `total` rows that a screen from `first` to `last` touches. */
export function pagesOn([first, last]: readonly [number, number], total: number): number[] {
  const end = Math.min(last, Math.max(0, total - 1))
  const from = Math.floor(Math.min(first, end) / RowOrder.pageSize)
  const to = Math.floor(end / RowOrder.pageSize)
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}
