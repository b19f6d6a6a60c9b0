import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enrichify-links-'))
  spawnSync('git', ['init', '--quiet'], { cwd: folder })
  write('libs/domain/src/one.ts', '')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

function check(text: string, path = 'docs/guide.md') {
  write(path, text)
  return spawnSync(process.execPath, [resolve('tools/check-links.mjs')], { cwd: folder, encoding: 'utf8' })
}

it.each([
  '[one](../libs/domain/src/one.ts), [itself](#a-heading), [elsewhere](https://example.com/x)\n\n## A heading',
  '`libs/domain/src/one.ts` `src/one.ts` `one.ts` `libs/domain` `libs/domain/src/{one,one}.ts`',
  '`libs/domain/src/<name>.rule.ts` `libs/*/src` `apps/worker/dist/main.js` `result.csv`',
  '```\n 1  libs/domain/src/one.ts   reads → other.ts\n```',
])('lets through: %s', (text) => {
  expect(check(text)).toMatchObject({ status: 0, stderr: '' })
})

it.each([
  ['[two](../libs/domain/src/two.ts)', '../libs/domain/src/two.ts'],
  ['[itself](#a-heading)', '#a-heading'],
  ['`libs/domain/src/two.ts`', 'libs/domain/src/two.ts'],
  ['`libs/domain/src/{one,two}.ts`', 'libs/domain/src/two.ts'],
  ['`libs/gone/src/<name>.rule.ts`', 'libs/gone/src/<name>.rule.ts'],
  ['run `other/one.ts` now', 'other/one.ts'],
  ['```\n 1  libs/domain/src/two.ts   reads\n```', 'libs/domain/src/two.ts'],
])('finds what is not there: %s', (text, named) => {
  const { status, stderr } = check(text)
  expect([status, stderr]).toEqual([1, expect.stringContaining(named)])
})

it('lets a decision of an earlier day name what was there, and link only to what is', () => {
  expect(check('`libs/domain/src/two.ts`', 'docs/decisions/2020-01-01-two.md').status).toBe(0)
  expect(check('[two](../two.md)', 'docs/decisions/2020-01-01-two.md').status).toBe(1)
})
