import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

const UGLY = 'export const one = "1";\n'
const NEAT = "export const one = '1'\n"
const GAP = '\n\n\n\n'.replaceAll('\n', '// between\n')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enrichify-hook-'))
  for (const name of ['tools', '.oxfmtrc.json', '.oxlintrc.json']) cpSync(name, join(folder, name), { recursive: true })
  chmodSync(join(folder, 'tools/hooks/pre-commit'), 0o755)
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n')
  git('init', '--quiet')
  git('config', 'user.name', 'Test')
  git('config', 'user.email', 'test@example.com')
  git('add', '.')
  git('commit', '--quiet', '--no-verify', '-m', 'Start')
  node('tools/hooks/install.mjs')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
const node = (file: string) => spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' })
const commit = (...args: string[]) =>
  spawnSync('git', ['commit', '--quiet', '-m', 'Change', ...args], { cwd: folder, encoding: 'utf8' })
const write = (path: string, text: string) => writeFileSync(join(folder, path), text)
const read = (path: string) => readFileSync(join(folder, path), 'utf8')
const committed = (path: string) => git('show', `HEAD:${path}`)

it('formats what is staged, in the commit and in the folder', () => {
  write('tools/a b.mjs', UGLY)
  git('add', '.')
  expect(commit()).toMatchObject({ status: 0, stderr: 'Formatted: tools/a b.mjs\n' })
  expect([committed('tools/a b.mjs'), read('tools/a b.mjs'), git('status', '--short')]).toEqual([NEAT, NEAT, ''])
})

it('formats with `commit -a`, too', () => {
  write('tools/a.mjs', NEAT)
  git('add', '.')
  commit()
  write('tools/a.mjs', UGLY + UGLY.replace('one', 'two'))
  expect(commit('-a').status).toBe(0)
  expect([committed('tools/a.mjs'), git('status', '--short')]).toEqual([NEAT + NEAT.replace('one', 'two'), ''])
})

it('leaves out what is not staged, and keeps it', () => {
  write('tools/a.mjs', UGLY + GAP)
  git('add', '.')
  write('tools/a.mjs', `${UGLY}${GAP}export  const   later = 2\n`)
  write('tools/b.mjs', UGLY)
  expect(commit().status).toBe(0)
  expect(committed('tools/a.mjs')).toBe(NEAT + GAP)
  expect(read('tools/a.mjs')).toBe(`${NEAT}${GAP}export  const   later = 2\n`)
  expect([read('tools/b.mjs'), git('status', '--short')]).toEqual([UGLY, ' M tools/a.mjs\n?? tools/b.mjs\n'])
})

it('leaves the file alone where further changes are in the same lines', () => {
  const further = UGLY.replace('1', '3')
  write('tools/a.mjs', UGLY)
  git('add', '.')
  write('tools/a.mjs', further)
  expect(commit().stderr).toContain('your further changes to it are as they were')
  expect([committed('tools/a.mjs'), read('tools/a.mjs')]).toEqual([NEAT, further])
})

it.each([
  ['that lint refuses', 'export const a = () => eval("1");\n', 'no-eval'],
  ['with a stiff word', `// No${'body'} reads this.\nexport const a = 1\n`, 'no one'],
  ['that cannot be parsed', 'export const = ;\n', 'cannot be formatted'],
])('refuses a file %s, and changes nothing', (_, text, why) => {
  write('tools/a.mjs', text)
  write('tools/b.mjs', UGLY)
  git('add', '.')
  const tree = git('write-tree')
  const { status, stderr } = commit()
  expect([status, stderr]).toEqual([1, expect.stringContaining(why)])
  expect([read('tools/a.mjs'), read('tools/b.mjs'), git('write-tree')]).toEqual([text, UGLY, tree])
})

it('asks to format first where a commit names its files, because the index would keep the old layout', () => {
  write('tools/a.mjs', NEAT)
  git('add', '.')
  commit()
  write('tools/a.mjs', UGLY)
  const { status, stderr } = commit('tools/a.mjs')
  expect([status, stderr]).toEqual([1, expect.stringContaining('npx oxfmt tools/a.mjs')])
  write('tools/a.mjs', NEAT.replace('1', '2'))
  expect([commit('tools/a.mjs').status, git('status', '--short')]).toEqual([0, ''])
})

it('lets deletions, links and files of other kinds through', () => {
  rmSync(join(folder, 'tools/run.mjs'))
  symlinkSync('nowhere', join(folder, 'link.ts'))
  write('picture.bin', '\0\u0001')
  git('add', '-A')
  expect(commit()).toMatchObject({ status: 0, stderr: '' })
})

it('is installed once, says how to undo it, and replaces no hooks of yours', () => {
  expect(git('config', 'core.hooksPath')).toBe('tools/hooks\n')
  expect(node('tools/hooks/install.mjs').stdout).toContain('git config --local --unset core.hooksPath')
  git('config', 'core.hooksPath', 'mine')
  expect(node('tools/hooks/install.mjs')).toMatchObject({ status: 1, stderr: expect.stringContaining('(mine)') })
  expect(git('config', 'core.hooksPath')).toBe('mine\n')
})
