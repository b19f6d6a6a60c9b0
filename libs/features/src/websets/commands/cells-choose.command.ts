import type { ColumnEntity, NewVerdict, StoredCandidate, StoredVerdict, Tx } from '@enrichify/database'
import { cellValueOf, factOf, notFound, type CellValue, type FactValue } from '@enrichify/domain'
import { cellNamed } from './cell-named.ts'
import type { Command, CommandContext, CommandTools, Payload, Step } from './command.ts'

export interface Choice {
  rowId: number
  columnId: string
  /** The quote of the candidate: the value is chosen by a person and still proven. */
  evidenceId: string
}

export interface Chosen extends Payload {
  /** What the choice says about the candidates. Older entries do not know it. */
  came?: readonly StoredVerdict[]
}

/** A person takes one of the values that were found: it was right, and the others were wrong. */
export const cellsChoose: Command<Choice, Chosen> = {
  async apply(tx, context, { rowId, columnId, evidenceId }, tools) {
    const { websetId } = context
    const { column, name } = await cellNamed(tx, websetId, { rowId, columnId }, tools)
    const label = `choosing a value for ${name}`
    const held = await tools.verdicts.hold(tx, context, { rowId, columnId })
    if ('reason' in held) return { label, size: 0, payload: {}, refused: [held] }
    const { candidates } = held.stored
    const chosen = candidates.find((candidate) => candidate.evidenceId === evidenceId)
    if (!chosen) throw notFound('candidate')
    const value = valueOf(column, chosen)
    const { written, refused } = await tools.cells.writeByPerson(tx, websetId, context, [
      { rowId, columnId, value, evidenceId, state: 'human' },
    ])
    const verdicts = candidates.map((candidate): NewVerdict => ({
      rowId,
      columnId,
      verdict: sameCandidate(candidate, chosen) ? 'right' : 'wrong',
      value: valueOf(column, candidate),
      evidenceId: candidate.evidenceId,
      source: candidate.source,
    }))
    return { label, size: written, payload: { came: await tools.verdicts.add(tx, context, verdicts) }, refused }
  },
  takeBack: (tx, context, payload, tools) => move(tx, context, payload, 'back', tools),
  bringBack: (tx, context, payload, tools) => move(tx, context, payload, 'forward', tools),
}

/** The value itself is in the history, and is restored with the other cells. */
async function move(
  tx: Tx,
  { websetId, reverses }: CommandContext,
  { came = [] }: Chosen,
  direction: 'back' | 'forward',
  { verdicts }: CommandTools,
): Promise<Step<Chosen>> {
  // Rows are locked before anything that belongs to them.
  await reverses!.restoreCells()
  const moved = await verdicts.swap(tx, websetId, { came, went: [] }, direction)
  return { size: 0, payload: { came: moved.came }, refused: [] }
}

function sameCandidate(one: StoredCandidate, other: StoredCandidate): boolean {
  return JSON.stringify(one.value) === JSON.stringify(other.value)
}

function valueOf(column: ColumnEntity, candidate: StoredCandidate): CellValue {
  const fact = factOf(column.enrichment)
  return fact ? (cellValueOf(fact, candidate.value as FactValue) as CellValue) : (candidate.value as CellValue)
}
