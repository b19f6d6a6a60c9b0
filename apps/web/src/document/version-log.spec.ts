import { expect, it } from 'vitest'
import { VersionLog } from './version-log.ts'

it('takes each version once, in any order, and knows what is missing', () => {
  const log = new VersionLog(5)
  expect([log.take(5), log.take(7), log.hasGap, log.seen]).toEqual([false, true, true, 5])
  expect([log.take(7), log.take(6), log.hasGap, log.seen]).toEqual([false, true, false, 7])
  log.take(10)
  log.catchUp(9)
  expect([log.hasGap, log.seen, log.take(8)]).toEqual([false, 10, false])
})
