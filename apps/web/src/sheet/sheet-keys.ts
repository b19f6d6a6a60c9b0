import type { DataEditorRef, GridKeyEventArgs, Rectangle } from '@glideapps/glide-data-grid'
import type { RefObject } from 'react'
import { MOVES_FOCUS } from './grid-keys.ts'
import { grownBy } from './marked-range.ts'
import type { SheetEvents } from './sheet-types.ts'
import type { SelectionState } from './use-grid-selection.ts'
import type { useTyping } from './use-typing.ts'

interface Options extends Pick<SheetEvents, 'onEscape' | 'onReadonly' | 'onAppendRow'> {
  grid: RefObject<DataEditorRef | null>
  /** What is on the screen. */
  region: RefObject<Rectangle>
  total: number
  readonly: boolean
  /** As the grid has painted it, and looks at it. */
  selection: SelectionState['selection']
  now: SelectionState['now']
  change: SelectionState['change']
  moveTo: (row: number, column: number) => void
  mayWrite: (row: number) => boolean
  typing: Pick<ReturnType<typeof useTyping>, 'press' | 'write'>
}

/** Rows that stay in sight when the grid goes on by a page. */
const OVERLAP = 4

/** Keys that the grid has no answer to, or another one than a person expects. */
export function sheetKeys(options: Options): (event: GridKeyEventArgs & { cancel: () => void }) => void {
  const { grid, region, total, readonly, now, change, moveTo, mayWrite, typing } = options
  return (event) => {
    if (event.key === 'Escape' && options.onEscape()) event.cancel()
    const { current, rows, columns } = now()
    // A person who navigates chooses a cell: the first one that they see. What is marked stays marked.
    const isBare = !current && rows.length + columns.length === 0
    if (isBare && MOVES_FOCUS.test(event.key) && total > 0) moveTo(Math.min(region.current.y, total - 1), 0)
    const row = current?.cell[1]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.shiftKey && /^Page(?:Up|Down)$/.test(event.key)) {
      const page = Math.max(1, region.current.height - OVERLAP)
      const grown = grownBy(current!, event.key === 'PageUp' ? -page : page, total)
      change({ ...now(), current: grown.current })
      grid.current?.scrollTo(0, grown.end, 'vertical')
      event.cancel()
      return event.preventDefault()
    }
    if (readonly) return void (event.key.length === 1 && options.onReadonly())
    // A letter on the place below the last row begins a new one.
    const begins = row === total && event.key.length === 1
    if (begins) options.onAppendRow([{ text: event.key, leave: null }])
    // With a selection that has moved since, the grid would open no editor, or that of another cell.
    const isBehind = event.key.length === 1 && String(options.selection.current?.cell) !== String(current?.cell)
    if (isBehind && !begins) {
      if (mayWrite(row)) typing.write(event.key)
    } else if (!begins && !(mayWrite(row) && typing.press(event.key, event.shiftKey))) return
    event.cancel()
    // An editor that has the focus a moment later would get the letter a second time.
    event.preventDefault()
  }
}
