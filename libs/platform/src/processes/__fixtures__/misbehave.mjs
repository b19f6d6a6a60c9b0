// What the tests of limited processes run. Its input says how it misbehaves.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync, writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const say = (value) => writeSync(1, `${JSON.stringify(value)}\n`)
const refused = (work) => {
  try {
    work()
    return 'allowed'
  } catch (error) {
    return error.code
  }
}
const forever = () => {
  for (;;);
}
const WAYS = {
  say: () => say('said'),
  bytes: () => {
    const held = []
    for (;;) held.push(Buffer.alloc(20_000_000, held.length))
  },
  heap: () => {
    const held = []
    for (;;) held.push({ number: held.length })
  },
  spin: forever,
  fall_silent: () => {
    say('said')
    forever()
  },
  shout: () => {
    for (;;) say('x'.repeat(1000))
  },
  long_line: () => {
    for (;;) writeSync(1, 'x'.repeat(1000))
  },
  throw: () => {
    throw new Error('on purpose')
  },
  kill: () => process.kill(process.pid, 'SIGSEGV'),
  rights: () =>
    say({
      environment: Object.keys(process.env),
      read: refused(() => readFileSync(fileURLToPath(new URL('../../../../../.env.example', import.meta.url)))),
      write: refused(() => writeFileSync(fileURLToPath(new URL('made.txt', import.meta.url)), '')),
      spawn: refused(() => spawnSync('true')),
    }),
}
createInterface({ input: process.stdin }).once('line', (line) => {
  WAYS[JSON.parse(line)]()
  process.exit(0)
})
