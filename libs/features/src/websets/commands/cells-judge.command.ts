import { Refused } from '@enrichify/domain'
import type { Judging } from '../cell-verdicts.ts'
import { cellNamed } from './cell-named.ts'
import type { Command, Payload } from './command.ts'

export interface Verdict {
  rowId: number
  columnId: string
  /** Null takes back what was said about the present value. */
  verdict: 'right' | 'wrong' | null
}

/** A person says whether an answer is right. */
export const cellsJudge: Command<Verdict, Judging | Payload> = {
  async apply(tx, context, { rowId, columnId, verdict }, tools) {
    const { websetId } = context
    const cell = { rowId, columnId }
    const { name } = await cellNamed(tx, websetId, cell, tools)
    const held = await tools.verdicts.hold(tx, context, cell)
    const label = verdict ? `marking ${name} as ${verdict}` : `the verdict on ${name}`
    if ('reason' in held) return { label, size: 0, payload: {}, refused: [held] }
    if (held.value === null && verdict !== null)
      throw new Refused('nothing_to_judge', 'This cell is empty.', 'conflict')
    const judging = await tools.verdicts.judge(tx, context, cell, held, verdict)
    return { label, size: judging ? 1 : 0, payload: judging ?? {} }
  },
  takeBack: (tx, context, payload, { verdicts }) => verdicts.move(tx, context, payload as Judging, 'back'),
  bringBack: (tx, context, payload, { verdicts }) => verdicts.move(tx, context, payload as Judging, 'forward'),
}
