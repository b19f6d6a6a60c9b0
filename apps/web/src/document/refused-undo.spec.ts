import type { Applied, Refusal } from '@enrichify/contracts'
import { ApiError } from '@enrichify/contracts'
import { expect, it, vi } from 'vitest'
import { SheetDocument } from './sheet-document.ts'
import { makeSheetUndo } from './sheet-undo.ts'
import { StepToasts } from './step-toasts.ts'
import type { ViewRows } from './view-rows.ts'
import type { Step } from './visit-history.ts'

interface Said {
  text: string
  action?: { label: string; run: () => void }
}
const { said } = vi.hoisted(() => ({ said: [] as Said[] }))
vi.mock('../ui/toast.ts', () => {
  const toast = (text: string, action?: Said['action']) => said.push({ text, ...(action && { action }) })
  return { toast, toastProblem: toast, dismissToast: () => undefined }
})

const refusal = (change: Partial<Refusal>): Refusal => ({
  rowId: 1,
  columnId: 'c1',
  reason: 'changed_since',
  detail: 'was changed by Berta meanwhile',
  theirs: null,
  index: null,
  ...change,
})
const theirs = { value: 'x', by: 'Owner', byYou: true, at: '2026-11-29T12:00:00Z', version: 7 }
const BY_BERTA = refusal({})
const BY_ME = refusal({ detail: 'was changed by you since', theirs })
const applied = (change: Partial<Applied>): Applied => ({
  actionId: null,
  version: 6,
  label: 'editing',
  size: 0,
  cells: [],
  rows: [],
  columns: [],
  refused: [],
  ...change,
})

/** Three steps were done: `first`, `second`, `third`. What is `inTheWay` of one is refused by the server. */
function setUp(names = ['first', 'second', 'third']) {
  said.length = 0
  const inTheWay = new Map<string, Refusal | Error>()
  const reverted: string[] = []
  let gate = Promise.withResolvers<void>()
  const document = new SheetDocument({
    websetId: 'w',
    userId: 'me',
    version: 5,
    listener: {
      onColumns: () => undefined,
      onTotal: () => undefined,
      onCells: () => undefined,
      onReverted: () => undefined,
      onProblem: () => undefined,
    },
    store: { load: async () => [], put: async () => undefined, remove: async () => undefined },
    refusalStore: { load: async () => [], put: async () => undefined, remove: async () => undefined },
    send: async (step, actionId) => {
      if (step.kind === 'command') throw new Error('No command is sent here.')
      await gate.promise
      const problem = inTheWay.get(actionId!)
      if (problem instanceof Error) throw problem
      if (problem) return applied({ refused: [problem] })
      reverted.push(`${step.kind} ${actionId!}`)
      return applied({ actionId, size: 1 })
    },
  })
  // Without a page, no message is dismissed.
  Object.assign(document, { toasts: new StepToasts(() => undefined) })
  document.show({ patch: vi.fn(), renew: vi.fn(), repaint: vi.fn() } as unknown as ViewRows, new Set())
  const undo = makeSheetUndo({
    document,
    nameOf: () => 'City of “Acme”',
    valueOf: () => null,
    openChanges: () => undefined,
  })
  const steps = names.map((name): Step => {
    const step = { commandIds: [name], label: name, size: 1 }
    document.queue.know(name, name)
    document.history.did(step)
    return step
  })
  /** The server answers all that was asked. */
  const answer = async () => {
    gate.resolve()
    for (let quiet = 0; quiet < 30; quiet = document.queue.status().waiting > 0 ? 0 : quiet + 1) await Promise.resolve()
    gate = Promise.withResolvers()
  }
  const press = async (kind: 'undo' | 'redo', times = 1) => {
    for (let time = 0; time < times; time++) {
      undo[kind]()
      // Each press is an event of its own.
      for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    }
    await answer()
  }
  return { document, answer, undo, steps, inTheWay, reverted, press }
}

it('an undo by the keyboard stops at a step that someone else overtook, however often it is pressed', async () => {
  const { inTheWay, reverted, press, document } = setUp()
  inTheWay.set('second', BY_BERTA)
  // Pressed faster than the server answers, and then once more.
  await press('undo', 3)
  await press('undo')
  expect(reverted).toEqual(['undo third'])
  expect(said.at(-1)!.text).toBe('Not undone: City of “Acme” was changed by Berta meanwhile. Skip this step to go on.')
  // What was held back is neither lost nor said.
  expect(said).toHaveLength(3)
  inTheWay.clear()
  await press('undo', 2)
  expect(reverted).toEqual(['undo third', 'undo second', 'undo first'])
  await press('redo', 3)
  expect(document.history.nextRedo).toBeNull()
  expect(reverted.slice(3)).toEqual(['redo first', 'redo second', 'redo third'])
})

it('the person may go past it', async () => {
  const { inTheWay, reverted, press } = setUp()
  inTheWay.set('third', BY_BERTA)
  await press('undo')
  expect(said.at(-1)!.action!.label).toBe('Skip it')
  said.at(-1)!.action!.run()
  expect(said.at(-1)).toMatchObject({ action: { label: 'All changes' } })
  await press('undo')
  expect(reverted).toEqual(['undo second'])
})

it('an undo by a message leaves the step in its place, and says that the person changed the cell', async () => {
  const { answer, undo, steps, inTheWay, reverted, press } = setUp()
  inTheWay.set('first', BY_ME)
  undo.undoStep(steps[0]!)
  await answer()
  expect(said).toEqual([{ text: 'Not undone: you changed City of “Acme” since. Take that change back first.' }])
  await press('undo', 2)
  inTheWay.clear()
  await press('undo')
  expect(reverted).toEqual(['undo third', 'undo second', 'undo first'])
})

it('a redo stops in the same way', async () => {
  const { inTheWay, reverted, press } = setUp()
  await press('undo', 3)
  inTheWay.set('first', refusal({ reason: 'gone', detail: 'is in a row that was deleted by you' }))
  await press('redo', 2)
  expect(said.at(-1)!.text).toBe(
    [
      'It could not be done again: City of “Acme” is in a row that was deleted by you.',
      'Bring that back from the trash first, or skip this step.',
    ].join(' '),
  )
  inTheWay.clear()
  await press('redo')
  expect(reverted.slice(3)).toEqual(['redo first'])
})

it('a step that the server refuses as a whole stays as well', async () => {
  const { document, inTheWay, press, steps } = setUp(['only'])
  inTheWay.set('only', new ApiError({ status: 403, code: 'forbidden', title: 'You may not' } as never))
  await press('undo')
  expect(said.at(-1)).toMatchObject({
    text: 'Not undone: You may not. Skip this step to go on.',
    action: { label: 'Skip it' },
  })
  expect([document.history.nextUndo, document.history.nextRedo]).toEqual([steps[0], null])
})

it('a step that was taken back in the list of changes is no obstacle', async () => {
  const { document, inTheWay, press, steps, reverted } = setUp()
  const already = { rowId: null, columnId: null, reason: 'already', detail: 'This was already taken back.' } as const
  inTheWay.set('third', refusal(already))
  await press('undo', 2)
  expect(said[0]).toEqual({ text: 'This was already taken back.' })
  expect(reverted).toEqual(['undo second'])
  expect(document.history.nextUndo).toEqual(steps[0])
})
