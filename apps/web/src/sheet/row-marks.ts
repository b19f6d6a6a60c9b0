import { CompactSelection } from '@glideapps/glide-data-grid'
import type { RowMarks, SheetRows } from './sheet-types.ts'

type Places = Pick<SheetRows, 'idAt' | 'placeOf'>
type Stretch = readonly [first: number, end: number]

/** Marked rows as the grid paints them. Those whose place is not known are not on the screen. */
export function placesOf(marks: RowMarks | null, rows: Places, total: number): CompactSelection {
  if (!marks) return CompactSelection.empty()
  const named = marks.kind === 'ids' ? marks.ids : marks.except
  const places = named.flatMap((id) => rows.placeOf(id) ?? []).sort((a, b) => a - b)
  let found = marks.kind === 'all' ? CompactSelection.fromSingleSelection([0, total]) : CompactSelection.empty()
  for (const stretch of stretchesOf(places))
    found = marks.kind === 'all' ? found.remove([...stretch]) : found.add([...stretch])
  return found
}

/** What a person marked or unmarked, in stretches of places with the end not included. */
export function changesOf(before: CompactSelection, after: CompactSelection): { added: Stretch[]; removed: Stretch[] } {
  return { added: without(after, before), removed: without(before, after) }
}

function without(from: CompactSelection, other: CompactSelection): Stretch[] {
  return slicesOf(other).reduce<Stretch[]>(
    (rest, [first, end]) =>
      rest.flatMap(([start, stop]): Stretch[] => [
        ...(start < Math.min(stop, first) ? [[start, Math.min(stop, first)] as const] : []),
        ...(Math.max(start, end) < stop ? [[Math.max(start, end), stop] as const] : []),
      ]),
    slicesOf(from),
  )
}

/** The grid's own stretches. It has no name for them, but each is two numbers long, however many rows it has. */
function slicesOf(selection: CompactSelection): Stretch[] {
  return (selection as unknown as { items: readonly Stretch[] }).items.filter(([first, end]) => end > first)
}

function stretchesOf(places: readonly number[]): Stretch[] {
  const found: [number, number][] = []
  for (const place of places) {
    const open = found.at(-1)
    if (open && open[1] === place) open[1] = place + 1
    else found.push([place, place + 1])
  }
  return found
}

/** Null: no row is marked any more. */
export function withMarks(
  marks: RowMarks | null,
  { added, removed }: { added: readonly number[]; removed: readonly number[] },
): RowMarks | null {
  const isAll = marks?.kind === 'all'
  const named = new Set(isAll ? marks.except : marks?.ids)
  // In a view that is marked as a whole, those that are unmarked are named.
  for (const id of isAll ? added : removed) named.delete(id)
  for (const id of isAll ? removed : added) named.add(id)
  if (isAll) return { kind: 'all', except: [...named] }
  return named.size > 0 ? { kind: 'ids', ids: [...named] } : null
}

export function countMarks(marks: RowMarks | null, total: number): number {
  return marks === null ? 0 : marks.kind === 'ids' ? marks.ids.length : Math.max(0, total - marks.except.length)
}
