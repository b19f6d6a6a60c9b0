import type { Applied, Refusal } from '@enrichify/contracts'
import type { CellRef } from '../sheet/sheet-types.ts'
import { errorText } from '../ui/error-text.ts'
import { count, plural } from '../ui/format.ts'
import { toast, toastProblem } from '../ui/toast.ts'
import { valueText, valueWords } from '../words/value-text.ts'
import { TakenOut } from './command-queue.ts'
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
/** By the keyboard, a menu or the palette: the step that is next. By a message: the one that it speaks of. */
type StartedBy = 'key' | 'message'
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
    const other = { label: kind === 'undo' ? 'Redo' : 'Undo', run: () => void start(offers, step, 'message') }
    const [first] = refused
    if (!first)
      return void (done > 0
        ? toasts.add(step, offers, toast(`${words}: ${describe(step, answers, before)}`, other))
        : toast(`Nothing was left to change: ${step.label}`))
    if (done > 0) return void toastProblem(`${words}: ${step.label}. Not all of it: ${reasonOf(refused)}.`)
    // The step is as the person wants it already.
    toast(first.detail)
  }

  /** “City of “Acme” was changed by Berta meanwhile, and 2 others”. */
  const reasonOf = (refused: readonly Refusal[]) => {
    const first = refused[0]!
    const others = refused.length > 1 ? `, and ${plural(refused.length - 1, 'other')}` : ''
    if (first.rowId === null && first.columnId === null) return first.detail.replace(/\.$/, '') + others
    if (first.theirs?.byYou) return `you changed ${nameOf(first)} since${others}`
    return `${nameOf(first)} ${first.detail}${others}`
  }

  /** Undo and redo by the keyboard stop here until the way is free, or the person goes past the step. */
  const sayStopped = (kind: 'undo' | 'redo', step: Step, reason: string, advice: string, by: StartedBy) => {
    const what = kind === 'undo' ? 'Not undone' : 'It could not be done again'
    if (by === 'message') return void toastProblem([`${what}: ${reason}.`, advice && `${advice}.`].join(' ').trim())
    const skip = {
      label: 'Skip it',
      run: () => {
        history.skip(step)
        toast(`Skipped: ${step.label}. It is still in the list of changes.`, { label: 'All changes', run: openChanges })
      },
    }
    const way = advice ? `${advice}, or skip this step.` : 'Skip this step to go on.'
    toasts.add(step, kind, toastProblem(`${what}: ${reason}. ${way}`, skip))
  }

  /** Asked for by the keyboard and not answered yet, in order. */
  const onTheirWay: { kind: 'undo' | 'redo'; step: Step; ids: readonly string[] }[] = []
  /** A refused step holds the older ones that were asked for after it. */
  const holdAfter = (kind: 'undo' | 'redo', step: Step) => {
    const at = onTheirWay.findIndex((each) => each.kind === kind && each.step === step)
    if (at >= 0) for (const each of onTheirWay.slice(at + 1)) if (each.kind === kind) queue.takeOut(each.ids)
  }

  const revert = async (kind: 'undo' | 'redo', step: Step, by: StartedBy) => {
    toasts.close(step)
    const before = step.cell && valueOf(step.cell)
    if (kind === 'redo') {
      history.redid(step)
    } else {
      const isUnsent = queue.takeOut(step.commandIds)
      history.undid(step, !isUnsent)
      if (isUnsent) {
        // What was taken out is no longer shown a moment later.
        await Promise.resolve()
        return void toast(`Undone before it was saved: ${describe(step, [], before)}`)
      }
    }
    const { ids, answers } = document.revert(kind, step, (given) => {
      if (isRefused(given)) holdAfter(kind, step)
    })
    const way = { kind, step, ids }
    if (by === 'key') onTheirWay.push(way)
    try {
      const given = await answers
      if (!isRefused(given)) return say(kind, step, given, before)
      history.stays(kind, step)
      const refused = given.flatMap((applied) => applied.refused).filter(isInTheWay)
      sayStopped(kind, step, reasonOf(refused), adviceOn(refused[0]!), by)
    } catch (error) {
      history.stays(kind, step)
      // A step before it was refused, and that was said.
      if (!(error instanceof TakenOut)) sayStopped(kind, step, errorText(error).replace(/\.$/, ''), '', by)
    } finally {
      if (by === 'key') onTheirWay.splice(onTheirWay.indexOf(way), 1)
    }
  }

  const start = async (kind: 'undo' | 'redo', step: Step, by: StartedBy) => {
    if (!(await mayRevert(kind, { label: step.label, size: history.sizeOf(step) }))) return
    await revert(kind, step, by)
  }

  return {
    undo: () => {
      const step = history.nextUndo
      if (step) void start('undo', step, 'key')
      else toast('There is nothing of this visit left to undo.', { label: 'All changes', run: openChanges })
    },
    redo: () => {
      const step = history.nextRedo
      if (step) void start('redo', step, 'key')
      else toast('There is nothing to do again.')
    },
    /** The step of a message, whatever was done after it. */
    undoStep: (step: Step) => void start('undo', step, 'message'),
  }
}

/** Nothing of the step was taken back or done again, and it could be later. */
function isRefused(answers: readonly Applied[]): boolean {
  return answers.every(({ size }) => size === 0) && answers.some((one) => one.refused.some(isInTheWay))
}
const isInTheWay = ({ reason }: Refusal) => reason !== 'already'

/** What frees the way; empty: the person cannot do it. */
function adviceOn({ reason, theirs }: Refusal): string {
  if (reason === 'gone') return 'Bring that back from the trash first'
  return theirs?.byYou ? 'Take that change back first' : ''
}
