import { expect, it } from 'vitest'
import { SharedProcess } from './shared-process.ts'

const never = new AbortController().signal

function worker(process: SharedProcess) {
  const log: string[] = []
  const gates = new Map<string, () => void>()
  const start = (how: 'beside' | 'alone', name: string, signal = never) =>
    process[how](signal, async () => {
      log.push(`${name} begins`)
      await new Promise<void>((open) => gates.set(name, open))
      log.push(`${name} ends`)
    })
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return {
    log,
    start,
    settle,
    async end(name: string) {
      gates.get(name)!()
      await settle()
    },
  }
}

it('what is alone waits for all that is under way, and all that comes waits for it', async () => {
  const { log, start, settle, end } = worker(new SharedProcess())
  const all = [start('beside', 'a'), start('beside', 'b'), start('alone', 'x'), start('beside', 'c')]
  await settle()
  expect(log).toEqual(['a begins', 'b begins'])
  await end('b')
  expect(log).toEqual(['a begins', 'b begins', 'b ends'])
  await end('a')
  expect(log.slice(3)).toEqual(['a ends', 'x begins'])
  await end('x')
  expect(log.slice(5)).toEqual(['x ends', 'c begins'])
  await end('c')
  await Promise.all(all)
})

it('two that want to be alone come one after the other', async () => {
  const { log, start, settle, end } = worker(new SharedProcess())
  const all = [start('alone', 'x'), start('alone', 'y')]
  await settle()
  expect(log).toEqual(['x begins'])
  await end('x')
  expect(log).toEqual(['x begins', 'x ends', 'y begins'])
  await end('y')
  await Promise.all(all)
})

it('who leaves while waiting lets the others go on', async () => {
  const { log, start, settle, end } = worker(new SharedProcess())
  const [waits, later] = [new AbortController(), new AbortController()]
  const first = start('beside', 'a')
  const leaving = start('alone', 'x', waits.signal)
  const after = start('beside', 'b', later.signal)
  const next = start('beside', 'c')
  await settle()
  later.abort(new Error('left'))
  await expect(after).rejects.toThrow('left')
  waits.abort(new Error('left too'))
  await expect(leaving).rejects.toThrow('left too')
  await settle()
  expect(log).toEqual(['a begins', 'c begins'])
  await end('a')
  await end('c')
  await Promise.all([first, next])
})
