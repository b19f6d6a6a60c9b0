import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { createLogger } from './logger.ts'
import { currentRequestId, readRequestId, withRequestId } from './request-context.ts'

it('each line names the request that it comes from, also after waiting', async () => {
  const lines: Record<string, unknown>[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>)
      done()
    },
  })
  const log = createLogger('test', 'info', sink)
  const work = async (word: string) => {
    await Promise.resolve()
    log.info({ token: 'secret' }, word)
  }
  await Promise.all([
    withRequestId('request-1', () => work('one')),
    withRequestId('request-2', () => work('two')),
    work('none'),
  ])
  expect(Object.fromEntries(lines.map(({ msg, requestId }) => [msg, requestId]))).toEqual({
    one: 'request-1',
    two: 'request-2',
    none: undefined,
  })
  expect(JSON.stringify(lines)).not.toContain('"secret"')
  expect(currentRequestId()).toBeUndefined()
})

it.each([undefined, '', 'short', 'a'.repeat(65), 'with space', 'line\nbreak', '"quoted"'])('%j is no id', (given) =>
  expect(readRequestId(given)).toBeNull(),
)
