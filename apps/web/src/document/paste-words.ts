import type { Applied, Refusal } from '@enrichify/contracts'
import { count, plural } from '../ui/format.ts'
import type { PendingCell } from './pending-cells.ts'

/** A command of a paste: how many cells it has, and what the server answered. Null: it was refused as a whole. */
export interface PastedPart {
  answer: Pick<Applied, 'refused'> | null
  size: number
  textOf: (refusal: Refusal) => string | undefined
}

export interface PasteResult {
  pasted: number
  refused: number
  /** Of the first: “n/a” is not a number. */
  reason: string | null
  /** All were refused for the same reason. */
  isOnly: boolean
}

/** The text that was pasted into a cell. */
export function textIn(cells: readonly PendingCell[]): (refusal: Refusal) => string | undefined {
  return ({ rowId, columnId }) => cells.find((cell) => cell.rowId === rowId && cell.columnId === columnId)?.text
}

export function pasteResult(parts: readonly PastedPart[]): PasteResult {
  const refusals = parts.flatMap(({ answer, textOf }) =>
    (answer?.refused ?? []).map((refusal) => ({ refusal, textOf })),
  )
  const whole = parts.reduce((sum, { answer, size }) => sum + (answer === null ? size : 0), 0)
  const all = parts.reduce((sum, { size }) => sum + size, 0)
  const [first] = refusals
  const text = first?.textOf(first.refusal)
  return {
    pasted: all - whole - refusals.length,
    refused: refusals.length + whole,
    reason: first ? `${text === undefined ? 'a value' : `“${text.slice(0, 40)}”`} ${first.refusal.detail}` : null,
    isOnly: whole === 0 && refusals.every(({ refusal }) => refusal.detail === first!.refusal.detail),
  }
}

/** “12 cells pasted, 3 not: “n/a” is not a number” */
export function pasteWords({ pasted, refused, reason, isOnly }: PasteResult): string {
  const words = `${plural(pasted, 'cell')} pasted`
  if (refused === 0) return words
  const others = isOnly ? '' : ', and others for other reasons'
  return `${words}, ${count.format(refused)} not${reason ? `: ${reason}${others}` : ''}`
}
