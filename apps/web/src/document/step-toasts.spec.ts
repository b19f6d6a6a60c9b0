import { expect, it } from 'vitest'
import { StepToasts } from './step-toasts.ts'
import type { Step } from './visit-history.ts'

const step = (...commandIds: string[]): Step => ({ commandIds, label: '', size: 1 })

function setUp() {
  const gone: (string | number)[] = []
  return { toasts: new StepToasts((id) => gone.push(id)), gone }
}

it('a message goes when its step is taken back, and no other', () => {
  const { toasts, gone } = setUp()
  const [first, second] = [step('a', 'b'), step('c')]
  toasts.add(first, 'undo', 1)
  toasts.add(second, 'undo', 2)
  toasts.close({ ...first, size: 9 })
  expect(gone).toEqual([1])
  toasts.close(first)
  expect(gone).toEqual([1])
  toasts.closeCommand((id) => id === 'c')
  expect(gone).toEqual([1, 2])
})

it('an offer to do something again goes when something else is done', () => {
  const { toasts, gone } = setUp()
  toasts.add(step('a'), 'undo', 1)
  toasts.add(step('b'), 'redo', 2)
  toasts.closeRedo()
  expect(gone).toEqual([2])
})

it('the message of a step replaces the one before', () => {
  const { toasts, gone } = setUp()
  const only = step('a')
  toasts.add(only, 'undo', 1)
  toasts.add(only, 'redo', 2)
  expect(gone).toEqual([1])
})
