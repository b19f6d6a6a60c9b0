import type { Applied, Refusal } from '@enrichify/contracts'
import type { CellRef } from '../sheet/sheet-types.ts'
import { errorText } from '../ui/error-text.ts'
import { count, plural } from '../ui/format.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { valueText, valueWords } from '../words/value-text.ts'
import { mayRevert } from './large-step.ts'
import type { SheetDocument } from './sheet-document.ts'
import type { Step } from './visit-history.ts'

interface Context {
  document: SheetDocument
  /** Names a cell or a row: “Company of Acme”. */
  nameOf: (cell: Pick<Refusal, 'rowId' | 'columnId'>) => string
  /** What the sheet shows in the cell. */
  valueOf: (cell: CellRef) => unknown
  /** Opens the list of everything that can be taken back. */
  openChanges: () => void
}
export type SheetUndo = ReturnType<typeof makeSheetUndo>

/** Undo and redo, one step at a time. What someone changed since then stays, and is named. */
export function makeSheetUndo({ document, nameOf, valueOf, openChanges }: Context) {
  const { history, queue, toasts } = document

  /** As in “City of “Acme”: Oslo → Rome”, or “pasting cells · 12 changed”. */
  const describe = (step: Step, answers: readonly Applied[], before: unknown) => {
    const done = answers.reduce((sum, { size }) => sum + size, 0)
    if (done > 1) return `${step.label} · ${count.format(done)} changed`
    const after = step.cell && valueOf(step.cell)
    if (step.cell && valueText(before) !== valueText(after))
      return `${nameOf(step.cell)}: ${valueWords(before)} → ${valueWords(after)}`
    // The server names the cell, the row or the column.
    return answers.find(({ size }) => size > 0)?.label || step.label
  }

  const say = (kind: 'undo' | 'redo', step: Step, answers: readonly Applied[], before: unknown) => {
    const done = answers.reduce((sum, { size }) => sum + size, 0)
    const refused = answers.flatMap((applied) => applied.refused)
    const words = kind === 'undo' ? 'Undone' : 'Done again'
    const offers = kind === 'undo' ? 'redo' : 'undo'
    const other = { label: kind === 'undo' ? 'Redo' : 'Undo', run: () => void start(offers, step) }
    if (refused.length === 0)
      return void (done > 0
        ? toasts.add(step, offers, toast(`${words}: ${describe(step, answers, before)}`, other))
        : toast(`Nothing was left to change: ${step.label}`))
    const first = refused[0]!
    const others = refused.length > 1 ? `, and ${plural(refused.length - 1, 'other')}` : ''
    // About the action itself, and no cell or row of it.
    if (first.rowId === null && first.columnId === null) return void toast(first.detail)
    const stayed = `${nameOf(first)} ${first.detail}${others}`
    if (done > 0) return void toastProblem(`${words}: ${step.label}. Not all of it: ${stayed}.`)
    // It is neither the next to take back nor the next to do again.
    history.drop(step)
    toastProblem(`${kind === 'undo' ? 'Not undone' : 'It could not be done again'}: ${stayed}.`)
  }

  const revert = async (kind: 'undo' | 'redo', step: Step) => {
    toasts.close(step)
    const before = step.cell && valueOf(step.cell)
    if (kind === 'redo') {
      history.redid(step, true)
    } else {
      const isUnsent = queue.takeOut(step.commandIds)
      history.undid(step, !isUnsent)
      if (isUnsent) {
        // What was taken out is no longer shown a moment later.
        await Promise.resolve()
        return void toast(`Undone before it was saved: ${describe(step, [], before)}`)
      }
    }
    try {
      say(kind, step, await document.revert(kind, step), before)
    } catch (error) {
      toastProblem(errorText(error))
    }
  }

  const start = async (kind: 'undo' | 'redo', step: Step) => {
    if (!(await mayRevert(kind, { label: step.label, size: history.sizeOf(step) }))) return
    await revert(kind, step)
  }

  return {
    undo: () => {
      const step = history.nextUndo
      if (step) void start('undo', step)
      else toast('There is nothing of this visit left to undo.', { label: 'All changes', run: openChanges })
    },
    redo: () => {
      const step = history.nextRedo
      if (step) void start('redo', step)
      else toast('There is nothing to do again.')
    },
    /** The step of a message, whatever was done after it. */
    undoStep: (step: Step) => void start('undo', step),
  }
}
