import type { Applied, Refusal } from '@enrichify/contracts'
import { errorText } from '../ui/error-text.ts'
import { plural } from '../ui/format.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import type { SheetDocument } from './sheet-document.ts'
import type { Step } from './visit-history.ts'

/** A step of more cells or rows than this is asked about first. */
export const LARGE_STEP = 1000

interface Context {
  document: SheetDocument
  /** Names a cell or a row: “Company of Acme”. */
  nameOf: (refused: Refusal) => string
  /** Asks the person, because the step is large. */
  ask: (kind: 'undo' | 'redo', step: Step) => void
  /** Opens the list of everything that can be taken back. */
  openList: () => void
}
export type SheetUndo = ReturnType<typeof makeSheetUndo>

/** Undo and redo, one step at a time. What someone changed since then stays, and is named. */
export function makeSheetUndo({ document, nameOf, ask, openList }: Context) {
  const { history, queue } = document

  const say = (kind: 'undo' | 'redo', step: Step, answers: readonly Applied[]) => {
    const done = answers.reduce((sum, { size }) => sum + size, 0)
    const refused = answers.flatMap((applied) => applied.refused)
    const words = kind === 'undo' ? 'Undone' : 'Done again'
    const other = {
      label: kind === 'undo' ? 'Redo' : 'Undo',
      run: () => void revert(kind === 'undo' ? 'redo' : 'undo', step),
    }
    if (refused.length === 0)
      return void (done > 0
        ? toast(`${words}: ${step.label}`, other)
        : toast(`Nothing was left to change: ${step.label}`))
    const first = refused[0]!
    const others = refused.length > 1 ? `, and ${plural(refused.length - 1, 'other')}` : ''
    const stayed = `${nameOf(first)} ${first.detail}${others}`
    toastProblem(done > 0 ? `${words}: ${step.label}. Not all of it: ${stayed}.` : `Not undone: ${stayed}.`)
  }

  const revert = async (kind: 'undo' | 'redo', step: Step) => {
    if (kind === 'redo') {
      history.redid(step, true)
    } else {
      const sent = step.commandIds.filter((id) => !queue.takeOut(id))
      history.undid(step, sent.length > 0)
      if (sent.length === 0) return void toast(`Undone before it was saved: ${step.label}`)
      step = { ...step, commandIds: step.commandIds }
    }
    try {
      say(kind, step, await document.revert(kind, step))
    } catch (error) {
      toastProblem(errorText(error))
    }
  }

  const start = (kind: 'undo' | 'redo', step: Step) =>
    step.size > LARGE_STEP ? ask(kind, step) : void revert(kind, step)

  return {
    undo: () => {
      const step = history.nextUndo
      if (step) start('undo', step)
      else toast('You have changed nothing since you opened this sheet.', { label: 'All changes', run: openList })
    },
    redo: () => {
      const step = history.nextRedo
      if (step) start('redo', step)
      else toast('There is nothing to do again.')
    },
    /** The step of a message, whatever was done after it. */
    undoStep: (step: Step) => start('undo', step),
    /** After the person was asked. */
    revert: (kind: 'undo' | 'redo', step: Step) => void revert(kind, step),
  }
}
