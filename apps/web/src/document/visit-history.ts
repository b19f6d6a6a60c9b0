import type { CellRef } from '../sheet/sheet-types.ts'

/** One step of undo: the commands that belong together, such as the parts of a large paste. */
export interface Step {
  commandIds: readonly string[]
  /** As it follows “Undo: ”. */
  label: string
  /** How many cells, rows or columns. */
  size: number
  /** The one cell that it is about. */
  cell?: CellRef
}

const MOST_STEPS = 500

/**
 * What the person did in this visit, for undo and redo by the keyboard. What was done before the sheet was opened is in
 * the list of changes, and never the next thing that Ctrl+Z takes back.
 */
export class VisitHistory {
  #done: Step[] = []
  #undone: Step[] = []
  readonly #sizes = new Map<string, number>()

  get nextUndo(): Step | null {
    return this.#done.at(-1) ?? null
  }
  get nextRedo(): Step | null {
    return this.#undone.at(-1) ?? null
  }

  /** How much the server says that a command changed. */
  measured(commandId: string, size: number): void {
    this.#sizes.set(commandId, size)
  }

  /** As the server counted, once it has; until then what was known when the step was made. */
  sizeOf({ commandIds, size }: Step): number {
    const sizes = commandIds.map((id) => this.#sizes.get(id))
    return sizes.every((known) => known !== undefined) ? sizes.reduce((sum, known) => sum + known, 0) : size
  }

  /** It was done and not taken back since. */
  isDone(step: Step): boolean {
    return this.#done.some((other) => isSame(other, step))
  }

  did(step: Step): void {
    this.#done = [...this.#done, step].slice(-MOST_STEPS)
    this.#undone = []
  }

  /** The step is no longer among what can be taken back; `redo` says whether it can be done again. */
  undid(step: Step, redo: boolean): void {
    this.#done = this.#done.filter((other) => !isSame(other, step))
    if (redo) this.#undone = [...this.#undone, step]
  }

  redid(step: Step, again: boolean): void {
    this.#undone = this.#undone.filter((other) => !isSame(other, step))
    if (again) this.#done = [...this.#done, step]
  }

  /** It could be neither taken back nor done again. */
  drop(step: Step): void {
    this.#done = this.#done.filter((other) => !isSame(other, step))
    this.#undone = this.#undone.filter((other) => !isSame(other, step))
  }

  /** It turned out that a step had no effect, or was taken out before it was sent. */
  forget(commandId: string): void {
    const keep = (step: Step) => !step.commandIds.every((id) => id === commandId)
    this.#done = this.#done.filter(keep)
  }
}

/** A message may know the size of a step better than the history does. */
function isSame(one: Step, other: Step): boolean {
  return one.commandIds === other.commandIds
}
