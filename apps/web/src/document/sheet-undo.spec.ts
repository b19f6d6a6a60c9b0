import { describe, expect, it, vi } from 'vitest'
import { questions } from '../ui/ask.ts'
import { LARGE_STEP, mayRevert } from './large-step.ts'
import type { SheetDocument } from './sheet-document.ts'
import { makeSheetUndo } from './sheet-undo.ts'
import { StepToasts } from './step-toasts.ts'
import { VisitHistory, type Step } from './visit-history.ts'

const { toast } = vi.hoisted(() => ({ toast: vi.fn<(text: string, action?: { run: () => void }) => string>() }))
vi.mock('../ui/toast.ts', () => ({ toast, toastProblem: toast, dismissToast: () => undefined }))

const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
const step = (size: number): Step => ({ commandIds: ['a'], label: 'clearing cells', size })

function setUp(done: Step, answer: { size: number; label?: string } = { size: 1 }, values = ['']) {
  const history = new VisitHistory()
  history.did(done)
  const revert = vi.fn((_kind: 'undo' | 'redo', _step: Step) => {
    if (values.length > 1) values.reverse()
    return { ids: [], answers: Promise.resolve([{ label: '', ...answer, refused: [] }]) }
  })
  const document = { history, toasts: new StepToasts(() => undefined), revert, queue: { takeOut: () => false } }
  const undo = makeSheetUndo({
    document: document as unknown as SheetDocument,
    nameOf: () => 'City of “Acme”',
    valueOf: () => values[0],
    openChanges: () => undefined,
  })
  const kinds = () => revert.mock.calls.map(([kind]) => kind)
  const reply = async (yes: boolean) => {
    questions.open()!.answer(yes)
    await settle()
  }
  return { history, undo, kinds, reply }
}

describe('before a large step', () => {
  it('a person is asked in both directions, by the keyboard and by a message', async () => {
    const { undo, kinds, reply } = setUp(step(LARGE_STEP + 1))
    undo.undo()
    await reply(false)
    expect(kinds()).toEqual([])
    undo.undo()
    expect(questions.open()).toMatchObject({ title: 'Undo: clearing cells?', text: expect.stringContaining('1,001') })
    await reply(true)
    expect(kinds()).toEqual(['undo'])
    // The message of the undo offers to redo it.
    toast.mock.lastCall![1]!.run()
    expect(questions.open()).toMatchObject({ title: 'Redo: clearing cells?' })
    await reply(true)
    expect(kinds()).toEqual(['undo', 'redo'])
    undo.undoStep(step(LARGE_STEP + 1))
    await reply(true)
    undo.redo()
    await reply(true)
    expect(kinds()).toEqual(['undo', 'redo', 'undo', 'redo'])
  })

  it('the size is what the server counted, not what was marked', async () => {
    const large = setUp(step(1))
    large.history.measured('a', LARGE_STEP + 1)
    large.undo.undo()
    expect(questions.open()).not.toBeNull()
    await large.reply(false)
    expect(large.kinds()).toEqual([])
    // A view of many rows, in which few cells had a value.
    const small = setUp(step(1_000_000))
    small.history.measured('a', LARGE_STEP)
    small.undo.undo()
    await settle()
    expect([questions.open(), small.kinds()]).toEqual([null, ['undo']])
  })

  it('an action of the list is asked about by the same rule', async () => {
    expect(await mayRevert('redo', { label: 'editing', size: LARGE_STEP })).toBe(true)
    const asked = mayRevert('redo', { label: 'editing', size: LARGE_STEP + 1 })
    expect(questions.open()).toMatchObject({ title: 'Redo: editing?', yes: 'Redo' })
    questions.open()!.answer(false)
    expect(await asked).toBe(false)
  })
})

describe('the message of an undo', () => {
  const said = () => toast.mock.lastCall![0]

  it('names the cell, and what it was and is', async () => {
    const { undo } = setUp({ ...step(1), cell: { rowId: 1, columnId: 'c1' } }, { size: 1 }, ['Oslo', ''])
    undo.undo()
    await settle()
    expect(said()).toBe('Undone: City of “Acme”: Oslo → empty')
    undo.redo()
    await settle()
    expect(said()).toBe('Done again: City of “Acme”: empty → Oslo')
  })

  it('counts what changed, or says what the server calls it', async () => {
    const many = setUp(step(12), { size: 12 })
    many.undo.undo()
    await settle()
    expect(said()).toBe('Undone: clearing cells · 12 changed')
    const column = setUp(step(1), { size: 1, label: 'resizing the column “City”' })
    column.undo.undo()
    await settle()
    expect(said()).toBe('Undone: resizing the column “City”')
  })
})
