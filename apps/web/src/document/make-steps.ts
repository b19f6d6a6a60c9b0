import { randomId } from '../api/random-id.ts'
import type { CellRef } from '../sheet/sheet-types.ts'
import { toast } from '../ui/toast.ts'
import type { PendingCell } from './pending-cells.ts'
import type { CommandInput, SheetDocument } from './sheet-document.ts'
import type { Step } from './visit-history.ts'

export interface Part {
  input: CommandInput
  cells?: readonly PendingCell[]
  /** The ids by which later commands name the rows that it adds. */
  makes?: readonly number[]
}

/** Runs commands as steps of undo, and tells what they did. */
export function makeSteps(document: SheetDocument, undoStep: (step: Step) => void) {
  /**
   * One step of several commands. Resolves when all are answered; the problem of a whole command is said elsewhere.
   * `each`: the answers in the order of the parts, null for one that was refused as a whole.
   */
  const run = async (
    parts: readonly Part[],
    label: string,
    size: number,
    { seen, cell }: { seen?: number | undefined; cell?: CellRef | undefined } = {},
  ) => {
    const together = togetherOf(parts)
    const sent = parts.map(({ input, ...shown }) =>
      document.run(input, { ...shown, ...together, ...(seen === undefined ? {} : { baseVersion: seen }) }),
    )
    const step: Step = { commandIds: sent.map(({ id }) => id), label, size, ...(cell ? { cell } : {}) }
    document.history.did(step)
    document.toasts.closeRedo()
    const each = (await Promise.allSettled(sent.map(({ answer }) => answer))).map((result) =>
      result.status === 'fulfilled' ? result.value : null,
    )
    const answers = each.flatMap((answer) => answer ?? [])
    return { step, each, answers, done: answers.reduce((sum, applied) => sum + applied.size, 0) }
  }
  // Not when the person has taken it back meanwhile.
  const say = (text: string, step: Step) =>
    document.history.isDone(step) &&
    document.toasts.add(step, 'undo', toast(text, { label: 'Undo', run: () => undoStep(step) }))
  return { run, say }
}

/** The cell of a step that is about one. */
export function onlyOf([cell]: readonly CellRef[], size: number): CellRef | undefined {
  return cell && size === 1 ? { rowId: cell.rowId, columnId: cell.columnId } : undefined
}

/** What the commands of one step have in common; one alone needs no name for it. */
export function togetherOf(parts: readonly unknown[]): { stepId?: string } {
  return parts.length > 1 ? { stepId: randomId() } : {}
}
