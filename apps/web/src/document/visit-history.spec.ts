import { expect, it } from 'vitest'
import { VisitHistory, type Step } from './visit-history.ts'

const step = (...commandIds: string[]): Step => ({ commandIds, label: commandIds.join(), size: 1 })

it('takes back the latest, and does again what was taken back last', () => {
  const history = new VisitHistory()
  const [first, second] = [step('a'), step('b')]
  history.did(first)
  history.did(second)
  history.undid(second, true)
  expect([history.nextUndo, history.nextRedo]).toEqual([first, second])
  history.redid(second)
  expect([history.nextUndo, history.nextRedo]).toEqual([second, null])
})

it('knows a step by its commands, whatever a message says of its size', () => {
  const history = new VisitHistory()
  const done = step('a')
  history.did(done)
  history.undid({ ...done, size: 9 }, true)
  expect([history.nextUndo, history.nextRedo?.size]).toEqual([null, 9])
  history.redid(done)
  expect([history.nextUndo, history.nextRedo]).toEqual([done, null])
})

it('has a refused step in its place, whatever was done meanwhile', () => {
  const history = new VisitHistory()
  const [first, second, third] = [step('a'), step('b'), step('c')]
  for (const each of [first, second]) history.did(each)
  history.undid(first, true)
  history.did(third)
  history.stays('undo', first)
  const taken: string[] = []
  for (let next = history.nextUndo; next; next = history.nextUndo) {
    taken.push(next.label)
    history.undid(next, true)
  }
  expect(taken).toEqual(['c', 'b', 'a'])
  history.redid(first)
  history.redid(second)
  history.stays('redo', first)
  expect([history.nextRedo, history.nextUndo]).toEqual([first, second])
  history.redid(first)
  expect(history.nextRedo).toEqual(third)
})

it('offers no more what the person went past', () => {
  const history = new VisitHistory()
  const [first, second] = [step('a'), step('b')]
  history.did(first)
  history.did(second)
  history.skip(second)
  expect([history.nextUndo, history.nextRedo]).toEqual([first, null])
  // A message still spoke of it, and was refused.
  history.stays('undo', second)
  expect(history.nextUndo).toEqual(first)
})

it('keeps what can be done again when a new step had no effect', () => {
  const history = new VisitHistory()
  const undone = step('a')
  history.did(undone)
  history.undid(undone, true)
  history.did(step('b', 'c'))
  history.did(step('d'))
  expect(history.nextRedo).toBeNull()
  for (const id of ['b', 'c', 'd']) history.forget(id)
  expect([history.nextUndo, history.nextRedo]).toEqual([null, undone])
  history.did(step('e'))
  history.did(step('f'))
  history.measured('e', 1)
  history.forget('f')
  expect([history.nextUndo?.label, history.nextRedo]).toEqual(['e', null])
})
