import { expect, it } from 'vitest'
import { pollMs } from './run-poll.ts'

const run = (state: 'running' | 'finished', cellsDone: number) => ({ state, cells: 10, cellsDone })

it('a run that works is asked for now and then although events come, because one may be lost', () => {
  expect(pollMs([run('running', 4)], true)).toBe(15_000)
  expect(pollMs([run('running', 4)], false)).toBe(2000)
})

it('a run whose cells are all answered is asked for often until it is over', () => {
  expect(pollMs([run('finished', 10), run('running', 10)], true)).toBe(2000)
  expect(pollMs([run('finished', 10)], true)).toBe(false)
})
