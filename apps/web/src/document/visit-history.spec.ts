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
  history.redid(second, true)
  expect([history.nextUndo, history.nextRedo]).toEqual([second, null])
})

it('knows a step by its commands, whatever a message says of its size', () => {
  const history = new VisitHistory()
  const done = step('a')
  history.did(done)
  history.undid({ ...done, size: 9 }, true)
  expect([history.nextUndo, history.nextRedo?.size]).toEqual([null, 9])
  history.redid(done, true)
  expect([history.nextUndo, history.nextRedo]).toEqual([done, null])
})

it('does not offer again what could be neither taken back nor done again', () => {
  const history = new VisitHistory()
  const [first, second] = [step('a'), step('b')]
  history.did(first)
  history.did(second)
  history.undid(second, true)
  history.drop(second)
  expect([history.nextUndo, history.nextRedo]).toEqual([first, null])
})
