import { addRows, deleteRows, restoreRows, updateColumn, type Client } from '@enrichify/contracts'
import type { SheetPage } from './sheet-page.ts'

/** Numbers from 0 to below 1 that are the same for the same seed (mulberry32, by Tommy Ettinger, public domain). */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

interface Hands {
  sheet: SheetPage
  /** The API as this person, for what the grid has no key for. */
  call: Client
  websetId: string
  columnIds: readonly string[]
  rowIds: readonly number[]
  name: string
}

/** Rows and columns of the screen that the hands use. Others may come and go below. */
const ROWS = 12

/**
 * Works in the sheet as fast as the browser takes it: mostly typing over cells, sometimes a row added, removed or
 * brought back, a column moved, the view sorted or filtered or not, or the last step undone.
 */
export async function workAtRandom(hands: Hands, edits: number, random: () => number): Promise<Record<string, number>> {
  const { sheet, call, websetId, columnIds, rowIds, name } = hands
  const { page } = sheet
  const done: Record<string, number> = {}
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const params = { id: websetId }
  const steps: Record<string, () => Promise<unknown>> = {
    type: async () => {
      await sheet.click({ column: pick([0, 1, 2]), row: Math.floor(random() * ROWS) })
      await page.keyboard.type(`${name}${done.type ?? 0}`)
      await page.keyboard.press(pick(['Enter', 'Tab']))
    },
    clear: async () => {
      await sheet.click({ column: pick([0, 1, 2]), row: Math.floor(random() * ROWS) })
      await page.keyboard.press('Delete')
    },
    undo: () => page.keyboard.press('Control+z'),
    redo: () => page.keyboard.press('Control+Shift+z'),
    add: () => call(addRows, { params, body: { rows: [{ [columnIds[0]!]: `added by ${name}` }] } }),
    remove: () => call(deleteRows, { params, body: { rowIds: [pick(rowIds)] } }),
    restore: () => call(restoreRows, { params, body: { rowIds: [pick(rowIds)] } }),
    move: () =>
      call(updateColumn, { params: { ...params, columnId: pick(columnIds) }, body: { position: pick([0, 1, 2]) } }),
    filter: () =>
      sheet.filter(
        pick([
          null,
          { column: columnIds[0]!, op: 'contains', value: pick(['1', 'a', 'b', 'y']) },
          { column: columnIds[1]!, op: 'not_empty', value: '' },
        ]),
      ),
    sort: () => sheet.sort(pick([null, `${columnIds[0]!}:asc`, `${columnIds[1]!}:desc`])),
  }
  const often = [
    ...Array<string>(16).fill('type'),
    'clear',
    'undo',
    'undo',
    'redo',
    'add',
    'remove',
    'restore',
    'move',
    'sort',
    'filter',
  ]
  while ((done.type ?? 0) < edits) {
    const step = pick(often)
    await steps[step]!()
    done[step] = (done[step] ?? 0) + 1
  }
  return done
}
