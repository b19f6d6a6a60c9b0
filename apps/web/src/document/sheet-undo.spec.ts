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

function setUp(done: Step) {
  const history = new VisitHistory()
  history.did(done)
  const revert = vi.fn((_kind: 'undo' | 'redo', _step: Step) => Promise.resolve([{ size: 1, refused: [] }]))
  const document = { history, toasts: new StepToasts(() => undefined), revert, queue: { takeOut: () => false } }
  const undo = makeSheetUndo({
    document: document as unknown as SheetDocument,
    nameOf: () => '',
    openChanges: () => undefined,
  })
  const kinds = () => revert.mock.calls.map(([kind]) => kind)
  const answer = async (yes: boolean) => {
    questions.open()!.answer(yes)
    await settle()
  }
  return { history, undo, kinds, answer }
}

describe('before a large step', () => {
  it('a person is asked in both directions, by the keyboard and by a message', async () => {
    const { undo, kinds, answer } = setUp(step(LARGE_STEP + 1))
    undo.undo()
    await answer(false)
    expect(kinds()).toEqual([])
    undo.undo()
    expect(questions.open()).toMatchObject({ title: 'Undo: clearing cells?', text: expect.stringContaining('1,001') })
    await answer(true)
    expect(kinds()).toEqual(['undo'])
    // The message of the undo offers to redo it.
    toast.mock.lastCall![1]!.run()
    expect(questions.open()).toMatchObject({ title: 'Redo: clearing cells?' })
    await answer(true)
    expect(kinds()).toEqual(['undo', 'redo'])
    undo.undoStep(step(LARGE_STEP + 1))
    await answer(true)
    undo.redo()
    await answer(true)
    expect(kinds()).toEqual(['undo', 'redo', 'undo', 'redo'])
  })

  it('the size is what the server counted, not what was marked', async () => {
    const large = setUp(step(1))
    large.history.measured('a', LARGE_STEP + 1)
    large.undo.undo()
    expect(questions.open()).not.toBeNull()
    await large.answer(false)
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
