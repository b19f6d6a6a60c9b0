import type { Column, Filter, Refusal, Row, RowSet } from '@enrichify/contracts'
import type { CellRef, ClearedArea, RowMarks, SheetPaste } from '../sheet/sheet-types.ts'
import { errorText } from '../ui/error-text.ts'
import { plural } from '../ui/format.ts'
import { toastProblem } from '../ui/toast.ts'
import type { Typed } from '../ui/type-ahead.ts'
import { leaveWhenEmptied } from '../view/fits-filter.ts'
import { KeptRow } from './kept-row.ts'
import { chunks, sumOf } from './lists.ts'
import { makeSteps, onlyOf, togetherOf, type Part } from './make-steps.ts'
import { optimisticValue } from './optimistic-value.ts'
import { pasteResult, pasteWords, textIn } from './paste-words.ts'
import type { PendingCell, RefusedCell } from './pending-cells.ts'
import type { CommandInput, SheetDocument } from './sheet-document.ts'
import type { ViewRows } from './view-rows.ts'
import type { Step } from './visit-history.ts'

/** The API's limits for one command. */
const EDITS_AT_ONCE = 10_000
const ROWS_AT_ONCE = 1000
/** So many cells are shown as emptied before the answer; more of them are read again instead. */
const SHOWN_AT_ONCE = 20_000

interface Context {
  document: SheetDocument
  rows: ViewRows
  columns: () => readonly Column[]
  /** What the view asks of its rows. */
  filters: readonly Filter[]
  /** Takes back this step and no other. */
  undoStep: (step: Step) => void
}
export interface SavedColumns {
  columns: Column[]
  refused: Refusal[]
  version: number
  say: (text: string) => void
}
/** What a person does with rows and cells, as commands: shown at once, one step of undo each, said when it is large. */
export function makeSheetEdits({ document, rows, columns, filters, undoStep }: Context) {
  const pendingOf = (cell: CellRef, text: string): PendingCell => {
    const column = columns().find(({ id }) => id === cell.columnId)
    return { ...cell, text, value: optimisticValue(column?.kind ?? 'text', text) }
  }

  const { run, say } = makeSteps(document, undoStep)
  const countOf = (marks: RowMarks) =>
    marks.kind === 'ids' ? marks.ids.length : (rows.status().total ?? 0) - marks.except.length
  const setOf = (marks: RowMarks): RowSet[] => {
    if (marks.kind === 'all')
      return rows.orderId ? [{ kind: 'view', orderId: rows.orderId, except: [...marks.except] }] : []
    return chunks(marks.ids, EDITS_AT_ONCE).map((ids) => ({ kind: 'ids', ids: [...ids] }))
  }

  const append = (lines: SheetPaste['table'], columnIds: readonly string[]): Part[] =>
    chunks(lines, ROWS_AT_ONCE).map((part) => ({
      input: {
        kind: 'rows.add',
        payload: {
          rows: part.map((texts) =>
            Object.fromEntries(columnIds.flatMap((id, at) => (texts[at] ? [[id, texts[at]]] : []))),
          ),
        },
      },
    }))
  /** Resolves with the step if it was done. */
  const judge = async (input: CommandInput, label: string, cell: CellRef): Promise<Step | null> => {
    const { step, answers } = await run([{ input }], label, 1, { cell })
    const [refused] = answers.flatMap((applied) => applied.refused)
    if (refused) toastProblem(`Not saved: the cell ${refused.detail}.`)
    return answers.length > 0 && !refused ? step : null
  }
  return {
    /** `seen`: the version that the editor was opened on. */
    edit: (cell: CellRef, text: string, seen?: number) =>
      void run(
        [{ input: { kind: 'cells.edit', payload: { edits: [{ ...cell, text }] } }, cells: [pendingOf(cell, text)] }],
        'editing a cell',
        1,
        { seen, cell },
      ),

    /** Lets runs fill the cell again. */
    release: (cell: CellRef) =>
      run(
        [{ input: { kind: 'cells.edit', payload: { edits: [{ ...cell, release: true }] } } }],
        'releasing a cell',
        1,
        { cell },
      ),

    /** What the person thinks of an answer. Resolves with whether it was saved. */
    judge: ({ rowId, columnId }: CellRef, verdict: 'right' | 'wrong' | null) =>
      judge(
        { kind: 'cells.judge', payload: { rowId, columnId, verdict } },
        verdict ? `marking a cell as ${verdict}` : 'taking a verdict back',
        { rowId, columnId },
      ),

    /** Takes a candidate, with its quote. */
    choose: async ({ rowId, columnId }: CellRef, evidenceId: string) => {
      const step = await judge({ kind: 'cells.choose', payload: { rowId, columnId, evidenceId } }, 'choosing a value', {
        rowId,
        columnId,
      })
      if (step) say('Chosen. Sources like this one are trusted more from now on.', step)
    },

    /** Sends a refused value again, on what is there now. */
    tryAgain: ({ rowId, columnId, text, theirs }: RefusedCell) => {
      const cell = { rowId, columnId }
      const edit = { kind: 'cells.edit' as const, payload: { edits: [{ ...cell, text }] } }
      // What the person saw was theirs as it was then. If it was changed since, they are asked again.
      void run([{ input: edit, cells: [pendingOf(cell, text)] }], 'editing a cell', 1, {
        seen: theirs?.version,
        cell,
      })
    },

    discard: (cell: CellRef) => {
      document.pending.discard(cell)
      rows.repaint([cell])
    },

    /** Areas that have no row in common. */
    clear: async (areas: readonly ClearedArea[]) => {
      const shownIn = ({ rows: marks, columnIds }: ClearedArea) =>
        (marks.kind === 'ids' ? marks.ids : []).flatMap((rowId) => {
          const row = rows.row(rowId)
          return columnIds.flatMap((columnId) => {
            const cell = { rowId, columnId }
            const isUnsaved = document.pending.discard(cell) !== null
            return isUnsaved || (row && (row.cells[columnId] ?? null) !== null) ? [pendingOf(cell, '')] : []
          })
        })
      const shown = areas.map(shownIn)
      const cells = shown.flat()
      const isHere = ({ rows: marks }: ClearedArea) => marks.kind === 'ids' && marks.ids.every((id) => rows.row(id))
      if (cells.length === 0 && areas.every(isHere)) return
      const parts = areas.flatMap(({ rows: marks, columnIds }, at) =>
        setOf(marks).map((set): Part => ({
          input: { kind: 'cells.clear', payload: { rows: set, columnIds: [...columnIds] } },
          ...(cells.length <= SHOWN_AT_ONCE && set.kind === 'ids'
            ? { cells: shown[at]!.filter(({ rowId }) => set.ids.includes(rowId)) }
            : {}),
        })),
      )
      const size = sumOf(areas, ({ rows: marks, columnIds }, at) =>
        marks.kind === 'ids' ? shown[at]!.length : countOf(marks) * columnIds.length,
      )
      const { step, answers, done } = await run(parts, 'clearing cells', size, { cell: onlyOf(cells, size) })
      if (done === 0) return
      const stayed = new Set(answers.flatMap(({ refused }) => refused.flatMap(({ rowId }) => rowId ?? [])))
      const kindOf = (columnId: string) => columns().find(({ id }) => id === columnId)?.kind
      const leaving = areas.filter(({ columnIds }) => leaveWhenEmptied(filters, columnIds, kindOf))
      const left = sumOf(leaving, (area) => countOf(area.rows)) - stayed.size
      const words = left > 0 ? `; ${plural(left, 'row')} no longer ${left === 1 ? 'fits' : 'fit'} the filter` : ''
      say(`${plural(done, 'cell')} cleared${words}`, { ...step, size: done })
    },

    /** Resolves with the rows that it added. */
    paste: async ({ rowIds, columnIds, table, leftOut }: SheetPaste): Promise<number[]> => {
      const cells = rowIds.flatMap((rowId, line) =>
        columnIds.flatMap((columnId, at) => {
          const text = table[line]?.[at]
          return text === undefined ? [] : [pendingOf({ rowId, columnId }, text)]
        }),
      )
      const beyond = table.slice(rowIds.length)
      const edits = chunks(cells, EDITS_AT_ONCE)
      const added = chunks(beyond, ROWS_AT_ONCE)
      const parts = edits.map((part): Part => ({
        input: {
          kind: 'cells.edit',
          payload: { edits: part.map(({ rowId, columnId, text }) => ({ rowId, columnId, text })) },
        },
        cells: part,
      }))
      const { step, each, done } = await run(
        [...parts, ...append(beyond, columnIds)],
        'pasting cells',
        cells.length + beyond.length,
        { cell: onlyOf(cells, cells.length + beyond.length) },
      )
      const result = pasteResult([
        ...edits.map((part, at) => ({ answer: each[at]!, size: part.length, textOf: textIn(part) })),
        ...added.map((lines, at) => ({
          answer: each[edits.length + at]!,
          size: lines.length * columnIds.length,
          textOf: ({ index, columnId }: Refusal) => lines[index ?? -1]?.[columnIds.indexOf(columnId ?? '')],
        })),
      ])
      const answers = each.slice(edits.length).flatMap((answer) => answer ?? [])
      const rowsAdded = answers.flatMap(({ rows: made, version }) => (made ?? []).map((row) => ({ row, version })))
      for (const { row, version } of rowsAdded) rows.append(row, version)
      const words = [
        pasteWords(result),
        beyond.length > 0
          ? `${plural(
              sumOf(answers, ({ size }) => size),
              'row',
            )} added`
          : '',
        leftOut > 0 ? `${plural(leftOut, 'column')} beyond the last left out` : '',
      ].filter(Boolean)
      if (done > 0) say(words.join('; '), step)
      else if (result.refused > 0) toastProblem(words.join('; '))
      return rowsAdded.map(({ row }) => row.id)
    },

    /**
     * `added` resolves with the new row once it is in the sheet. `keep` stores what was typed for it meanwhile, so that
     * the next visit brings it back; `forget` when it has its cells.
     */
    addRow: (): { added: Promise<Row | null>; keep: (typed: readonly Typed[]) => void; forget: () => void } => {
      const kept = new KeptRow(document, columns)
      const added = async () => {
        const { answers } = await run(
          append([[]], []).map((part) => ({ ...part, makes: [kept.rowId] })),
          'adding a row',
          1,
        )
        const row = answers[0]?.rows?.[0]
        if (!row) return null
        rows.append(row, answers[0]!.version)
        return row
      }
      return { added: added(), keep: kept.keep, forget: kept.forget }
    },

    deleteRows: async (marks: RowMarks) => {
      const parts = setOf(marks).map((set): Part => ({ input: { kind: 'rows.delete', payload: { rows: set } } }))
      const { step, done } = await run(parts, 'deleting rows', countOf(marks))
      if (done > 0) say(`${plural(done, 'row')} moved to the trash`, { ...step, size: done })
    },

    /** `seen`: the version that the person saw the column at. */
    changeColumn: (
      columnId: string,
      change: Extract<CommandInput, { kind: 'column.update' }>['payload']['change'],
      seen?: number,
    ) =>
      void run([{ input: { kind: 'column.update', payload: { columnId, change } } }], changingWords(change), 1, {
        seen,
      }),
    version: () => document.version,

    /**
     * Columns that are added or changed in their editor, as one step. `say` tells it, with its *Undo*. Rejects when
     * one of them cannot be saved at all; `refused` names what someone else saved after `seen`.
     */
    saveColumns: async (
      inputs: readonly Extract<CommandInput, { kind: 'column.add' | 'column.update' }>[],
      label: string,
      seen?: number,
    ): Promise<SavedColumns> => {
      const base = { ...togetherOf(inputs), ...(seen === undefined ? {} : { baseVersion: seen }) }
      const sent = inputs.map((input) => document.run(input, { told: true, ...base }))
      const step: Step = { commandIds: sent.map(({ id }) => id), label, size: inputs.length }
      document.history.did(step)
      document.toasts.closeRedo()
      const answers = await Promise.all(sent.map(({ answer }) => answer))
      return {
        columns: answers.flatMap(({ columns: saved }) => saved),
        refused: answers.flatMap(({ refused }) => refused),
        version: Math.max(...answers.map(({ version }) => version)),
        say: (text) => say(text, step),
      }
    },

    deleteColumn: async ({ id, name }: Column) => {
      const { step, done } = await run(
        [{ input: { kind: 'column.delete', payload: { columnId: id } } }],
        `deleting the column “${name}”`,
        1,
      )
      if (done > 0) say(`Column “${name}” is in the trash`, step)
    },

    restore: async (input: Extract<CommandInput, { kind: 'rows.restore' | 'column.restore' }>) => {
      try {
        const { id, answer } = document.run(input)
        document.history.did({ commandIds: [id], label: 'restoring from the trash', size: 1 })
        await answer
      } catch (error) {
        toastProblem(errorText(error))
      }
    },
  }
}
export type SheetEdits = ReturnType<typeof makeSheetEdits>

function changingWords({ width, position }: { width?: number | undefined; position?: number | undefined }): string {
  if (width !== undefined) return 'resizing a column'
  return position === undefined ? 'changing a column' : 'moving a column'
}
