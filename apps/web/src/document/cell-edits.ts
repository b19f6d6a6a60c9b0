import { addRows, editCells, type CellUpdate, type Column } from '@enrichify/contracts'
import { call } from '../api/client.ts'
import type { SheetRange } from '../sheet/sheet-types.ts'
import { errorText } from '../ui/error-text.ts'
import { plural } from '../ui/format.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { optimisticValue } from './optimistic-value.ts'
import type { RowWindows } from './row-windows.ts'

/** The API's limits per request; each request is one step of undo. */
const EDITS_AT_ONCE = 10_000
const ROWS_AT_ONCE = 1000

export interface TextEdit {
  rowId: number
  columnId: string
  text: string
}

interface Context {
  websetId: string
  columns: readonly Column[]
  windows: RowWindows
  undo: (times?: number) => void
}

/** Edits show at once and are saved afterwards. What a column does not accept stays visible with its reason. */
export function makeCellEdits({ websetId, columns, windows, undo }: Context) {
  const params = { id: websetId }
  const columnOf = (columnId: string) => columns.find((column) => column.id === columnId)

  const before = (edit: TextEdit): CellUpdate | null => {
    const index = windows.indexOf(edit.rowId)
    const row = index === undefined ? undefined : windows.rowAt(index)
    return row
      ? {
          rowId: edit.rowId,
          columnId: edit.columnId,
          value: row.cells[edit.columnId] ?? null,
          mark: row.marks[edit.columnId] ?? { state: null },
        }
      : null
  }

  const guess = (edit: TextEdit): CellUpdate => {
    const column = columnOf(edit.columnId)
    return {
      rowId: edit.rowId,
      columnId: edit.columnId,
      value: optimisticValue(column?.kind ?? 'text', edit.text),
      mark: { state: edit.text.trim() === '' ? null : 'human' },
    }
  }

  const refuse = (refused: { edit: TextEdit; reason: string }[], stored: (CellUpdate | null)[]) => {
    for (const { edit, reason } of refused)
      windows.rejections.put(edit.rowId, edit.columnId, { text: edit.text, reason })
    windows.patch(
      stored.filter((update) => update !== null),
      false,
    )
    const first = refused[0]
    if (!first) return
    const others = refused.length > 1 ? ` and ${plural(refused.length - 1, 'other')}` : ''
    toastProblem(
      `Not saved: “${first.edit.text.slice(0, 60)}” ${first.reason}${others}. It stays marked in the sheet.`,
      {
        label: 'Discard',
        run: () => {
          for (const { edit } of refused) windows.rejections.drop(edit.rowId, edit.columnId)
          windows.patch(
            refused.flatMap(({ edit }) => before(edit) ?? []),
            false,
          )
        },
      },
    )
  }

  /** Returns how many steps of undo it makes. */
  const save = async (edits: TextEdit[]): Promise<number> => {
    let steps = 0
    for (let at = 0; at < edits.length; at += EDITS_AT_ONCE) {
      const part = edits.slice(at, at + EDITS_AT_ONCE)
      const stored = part.map(before)
      for (const edit of part) windows.rejections.drop(edit.rowId, edit.columnId)
      windows.patch(part.map(guess), false)
      try {
        const answer = await call(editCells, { params, body: { edits: part } })
        steps++
        windows.patch(answer.cells, false)
        const reasons = new Map(answer.rejected.map((item) => [`${item.rowId}.${item.columnId}`, item.reason]))
        const refused = part.flatMap((edit) => {
          const reason = reasons.get(`${edit.rowId}.${edit.columnId}`)
          return reason === undefined ? [] : [{ edit, reason }]
        })
        if (refused.length > 0)
          refuse(
            refused,
            stored.filter((update) => update && reasons.has(`${update.rowId}.${update.columnId}`)),
          )
      } catch (error) {
        refuse(
          part.map((edit) => ({ edit, reason: `could not be saved (${errorText(error)})` })),
          stored,
        )
        break
      }
    }
    return steps
  }

  const append = async (table: string[][], targets: readonly Column[]): Promise<number> => {
    let steps = 0
    for (let at = 0; at < table.length; at += ROWS_AT_ONCE) {
      const part = table.slice(at, at + ROWS_AT_ONCE)
      const rows = part.map((texts) =>
        Object.fromEntries(targets.flatMap((column, index) => (texts[index] ? [[column.id, texts[index]]] : []))),
      )
      const answer = await call(addRows, { params, body: { rows } })
      steps++
      for (const { index, column, reason } of answer.rejected) {
        const row = answer.rows[index]
        const text = part[index]?.[targets.findIndex((target) => target.id === column)]
        if (row && text) windows.rejections.put(row.id, column, { text, reason })
      }
      if (answer.rejected.length > 0)
        toastProblem(
          `${plural(answer.rejected.length, 'value does', 'values do')} not fit the column; marked in the sheet.`,
        )
    }
    windows.invalidate()
    return steps
  }

  return {
    save,
    edit: (edit: TextEdit) => void save([edit]),
    appendRow: () => void append([[]], []).catch((error: unknown) => toastProblem(errorText(error))),

    clear: async (range: SheetRange) => {
      const targets = columns.slice(range.firstColumn, range.lastColumn + 1)
      if ((range.lastRow - range.firstRow + 1) * targets.length > EDITS_AT_ONCE)
        return void toastProblem(`At most ${plural(EDITS_AT_ONCE, 'cell')} can be cleared at once.`)
      const rows = await windows.rows(range.firstRow, range.lastRow)
      const isRejected = (rowId: number, columnId: string) => windows.rejections.get(rowId, columnId) !== undefined
      const edits = rows.flatMap((row) =>
        targets
          .filter((column) => (row.cells[column.id] ?? null) !== null || isRejected(row.id, column.id))
          .map((column) => ({ rowId: row.id, columnId: column.id, text: '' })),
      )
      if (edits.length === 0) return
      const steps = await save(edits)
      if (steps > 0) toast(`${plural(edits.length, 'cell')} cleared`, { label: 'Undo', run: () => undo(steps) })
    },

    paste: async (at: { row: number; column: number }, table: string[][], total: number) => {
      const targets = columns.slice(at.column, at.column + Math.max(...table.map((row) => row.length)))
      const inside = table.slice(0, Math.max(0, total - at.row))
      const beyond = table.slice(inside.length)
      try {
        const rows = inside.length > 0 ? await windows.rows(at.row, at.row + inside.length - 1) : []
        const edits = rows.flatMap((row, index) =>
          targets.flatMap((column, place) => {
            const text = inside[index]?.[place]
            return text === undefined ? [] : [{ rowId: row.id, columnId: column.id, text }]
          }),
        )
        let steps = await save(edits)
        if (beyond.length > 0) steps += await append(beyond, targets)
        const left = Math.max(...table.map((row) => row.length)) - targets.length
        const parts = [
          `${plural(edits.length + beyond.length * targets.length, 'cell')} pasted`,
          beyond.length > 0 ? `${plural(beyond.length, 'row')} added` : '',
          left > 0 ? `${plural(left, 'column')} beyond the last left out` : '',
        ]
        if (steps > 0) toast(parts.filter(Boolean).join(', '), { label: 'Undo', run: () => undo(steps) })
      } catch (error) {
        toastProblem(errorText(error))
      }
    },
  }
}
export type CellEdits = ReturnType<typeof makeCellEdits>
