import { afterEach, expect, it, vi } from 'vitest'
import { linesOfProcess, type ProcessLimits } from './limited-process.ts'

const MB = 1024 ** 2
const LIMITS: ProcessLimits = {
  memory: 200 * MB,
  heap: 50 * MB,
  timeMs: 60_000,
  silenceMs: 60_000,
  output: MB,
  line: MB / 2,
}
const script = new URL('./__fixtures__/misbehave.mjs', import.meta.url)

afterEach(() => void vi.useRealTimers())

async function run(way: string, limits: Partial<ProcessLimits> = {}, signal?: AbortSignal): Promise<unknown[]> {
  const lines = linesOfProcess({ script, input: way, files: [], limits: { ...LIMITS, ...limits }, signal })
  return (await Array.fromAsync(lines)).map((line) => JSON.parse(line) as unknown)
}

it('a process that behaves gives its lines', async () => {
  expect(await run('say')).toEqual(['said'])
})

it('a process gets no secrets and no rights', async () => {
  const denied = 'ERR_ACCESS_DENIED'
  expect(await run('rights')).toEqual([
    { environment: process.platform === 'win32' ? ['SystemRoot'] : [], read: denied, write: denied, spawn: denied },
  ])
})

it.each([
  ['memory', 'bytes', {}],
  ['memory', 'heap', {}],
  ['time', 'spin', { timeMs: 300 }],
  ['silence', 'fall_silent', { silenceMs: 500 }],
  ['output', 'shout', {}],
  ['output', 'long_line', {}],
  ['failure', 'throw', {}],
  ['failure', 'kill', {}],
] as const)('the end by %s of a process that does “%s” is told', async (by, way, limits) => {
  await expect(run(way, limits)).rejects.toMatchObject({ name: 'ProcessEnded', by })
})

it('a process ends with the one who waits for it', async () => {
  const leaving = new AbortController()
  const running = run('spin', {}, leaving.signal)
  leaving.abort(new Error('left'))
  await expect(running).rejects.toThrow('left')
  await expect(run('say', {}, leaving.signal)).rejects.toThrow('left')
})

it('a process ends when its reader stops', async () => {
  for await (const line of linesOfProcess({ script, input: 'shout', files: [], limits: LIMITS })) {
    expect(line).toContain('xxx')
    break
  }
})

it('while its reader is slow, a process waits and is not silent', async () => {
  // The limits' clock is ours: it goes on only while the reader is slow.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const lines = linesOfProcess({ script, input: 'shout', files: [], limits: { ...LIMITS, silenceMs: 10_000 } })
  await lines.next()
  vi.advanceTimersByTime(20_000)
  expect((await lines.next()).done).toBe(false)
  await lines.return(undefined)
})
