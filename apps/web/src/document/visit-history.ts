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

type CommandIds = Step['commandIds']
type ListName = 'done' | 'undone'

const MOST_STEPS = 500

/**
 * What the person did in this visit, for undo and redo by the keyboard. What was done before the sheet was opened is in
 * the list of changes, and never the next thing that Ctrl+Z takes back.
 */
export class VisitHistory {
  #done: Step[] = []
  #undone: Step[] = []
  readonly #sizes = new Map<string, number>()
  /** The order in which steps were done and taken back, by their commands: one that is refused goes to its place. */
  readonly #places = { done: new Map<CommandIds, number>(), undone: new Map<CommandIds, number>() }
  #lastPlace = 0
  /** What new steps have taken from redo, oldest first, until it is known that they had an effect. */
  #cleared: { by: CommandIds; undone: Step[] }[] = []
  readonly #forgotten = new Set<string>()

  get nextUndo(): Step | null {
    return this.#done.at(-1) ?? null
  }
  get nextRedo(): Step | null {
    return this.#undone.at(-1) ?? null
  }

  /** How much the server says that a command changed. */
  measured(commandId: string, size: number): void {
    this.#sizes.set(commandId, size)
    if (size === 0) return
    // It has taken from redo for good what it took, and so have the steps before it.
    const at = this.#cleared.findIndex(({ by }) => by.includes(commandId))
    this.#cleared = this.#cleared.slice(at + 1)
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
    this.#cleared.push({ by: step.commandIds, undone: this.#undone })
    this.#undone = []
    this.#places.undone.clear()
    this.#push('done', step)
  }

  /** The step is no longer among what can be taken back; `redo` says whether it can be done again. */
  undid(step: Step, redo: boolean): void {
    this.#done = without(this.#done, step)
    if (redo) this.#push('undone', step)
  }

  redid(step: Step): void {
    this.#undone = without(this.#undone, step)
    this.#push('done', step)
  }

  /** It was refused, so it is where it was: still to be taken back (`undo`), or to be done again (`redo`). */
  stays(kind: 'undo' | 'redo', step: Step): void {
    const [list, other] = kind === 'undo' ? (['done', 'undone'] as const) : (['undone', 'done'] as const)
    this.#set(other, without(this.#list(other), step))
    const isKnown = this.#places[list].has(step.commandIds)
    if (!isKnown || this.#list(list).some((each) => isSame(each, step))) return
    this.#set(list, this.#inOrder(list, [...this.#list(list), step]))
  }

  /** The person goes past it. */
  skip(step: Step): void {
    this.#done = without(this.#done, step)
    this.#undone = without(this.#undone, step)
    for (const places of Object.values(this.#places)) places.delete(step.commandIds)
  }

  /** It turned out that a command had no effect, or was taken out before it was sent. */
  forget(commandId: string): void {
    this.#forgotten.add(commandId)
    const isForgotten = (commandIds: CommandIds) => commandIds.every((id) => this.#forgotten.has(id))
    this.#done = this.#done.filter(({ commandIds }) => !isForgotten(commandIds))
    const at = this.#cleared.findIndex(({ by }) => by.includes(commandId) && isForgotten(by))
    const [cleared] = at < 0 ? [] : this.#cleared.splice(at, 1)
    if (!cleared) return
    // It goes to the next step, which took it too, or back to what can be done again.
    const next = this.#cleared[at]
    if (next) next.undone = [...cleared.undone, ...next.undone]
    else this.#undone = [...cleared.undone, ...this.#undone]
  }

  #push(list: ListName, step: Step): void {
    this.#places[list].set(step.commandIds, ++this.#lastPlace)
    this.#set(list, [...without(this.#list(list), step), step].slice(-MOST_STEPS))
  }

  #inOrder(list: ListName, steps: readonly Step[]): Step[] {
    const placeOf = ({ commandIds }: Step) => this.#places[list].get(commandIds) ?? 0
    return steps.toSorted((one, other) => placeOf(one) - placeOf(other))
  }

  #list(list: ListName): readonly Step[] {
    return list === 'done' ? this.#done : this.#undone
  }

  #set(list: ListName, steps: Step[]): void {
    if (list === 'done') this.#done = steps
    else this.#undone = steps
  }
}

function without(steps: readonly Step[], step: Step): Step[] {
  return steps.filter((other) => !isSame(other, step))
}

/** A message may know the size of a step better than the history does. */
function isSame(one: Step, other: Step): boolean {
  return one.commandIds === other.commandIds
}
