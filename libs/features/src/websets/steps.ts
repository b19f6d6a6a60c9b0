import type { Applied } from '@enrichify/contracts'
import type { StepPart } from '@enrichify/database'
import { plural } from '@enrichify/domain'

/** More is not sent as one answer: windows are read again. */
const MOST_CELLS = 10_000
const MOST_ROWS = 1000

const COUNTED: Record<string, (size: number) => string> = {
  'cells.edit': (size) => `editing ${plural(size, 'cell')}`,
  'cells.clear': (size) => `clearing ${plural(size, 'cell')}`,
  'rows.add': (size) => `adding ${plural(size, 'row')}`,
  'rows.delete': (size) => `deleting ${plural(size, 'row')}`,
  'column.add': (size) => `adding ${plural(size, 'column')}`,
  'column.update': (size) => `changing ${plural(size, 'column')}`,
}

/** What a person did at once, in words: “editing 25,000 cells and adding 3,000 rows”. */
export function stepLabel(parts: readonly StepPart[]): string {
  const kinds = [...new Set(parts.map(({ kind }) => kind))]
  const words = kinds.map((kind) => {
    const own = parts.filter((part) => part.kind === kind)
    const sum = kind.startsWith('column.') ? own.length : own.reduce((all, { size }) => all + size, 0)
    return own.length === 1 || !COUNTED[kind] ? own[0]!.label : COUNTED[kind](sum)
  })
  return words.join(' and ')
}

/** The answers to the commands of a step, as one. */
export function joinAnswers(actionId: string, answers: readonly Applied[], parts: readonly StepPart[]): Applied {
  const [only] = answers
  if (answers.length === 1) return only!
  const size = answers.reduce((sum, applied) => sum + applied.size, 0)
  const columns = new Map(answers.flatMap((applied) => applied.columns).map((column) => [column.id, column]))
  return {
    actionId: size > 0 ? actionId : null,
    version: Math.max(...answers.map(({ version }) => version)),
    label: stepLabel(parts),
    size,
    cells: joinLists(
      answers.map(({ cells }) => cells),
      MOST_CELLS,
    ),
    rows: joinLists(
      answers.map(({ rows }) => rows),
      MOST_ROWS,
    ),
    columns: [...columns.values()],
    refused: answers.flatMap(({ refused }) => refused),
  }
}

/** Null: one of them is too long to be sent, or all together are. */
function joinLists<T>(lists: readonly (readonly T[] | null)[], most: number): T[] | null {
  const all = lists.flatMap((list) => list ?? [])
  return lists.includes(null) || all.length > most ? null : all
}
