import { ask } from '../ui/ask.ts'
import { count } from '../ui/format.ts'

/** A step of more cells, rows or columns than this is asked about first, in both directions, wherever it is offered. */
export const LARGE_STEP = 1000

/** Whether an action may be taken back or done again. Small ones may; about large ones the person is asked. */
export async function mayRevert(
  kind: 'undo' | 'redo',
  { label, size }: { label: string; size: number },
): Promise<boolean> {
  if (size <= LARGE_STEP) return true
  const word = kind === 'undo' ? 'Undo' : 'Redo'
  const text =
    `This changes about ${count.format(size)} cells or rows. ` +
    `What someone else changed since then stays. You can ${kind === 'undo' ? 'redo' : 'undo'} it afterwards.`
  return ask({ title: `${word}: ${label}?`, text, yes: word })
}
