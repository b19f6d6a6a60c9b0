// What is staged is formatted, linted and read for plain words before it is committed. All of it happens in copies of
// the staged files: parts that are not staged are neither read nor committed, and a refused commit changes nothing.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'

const SETTINGS = ['.oxfmtrc.json', '.oxlintrc.json']
/** What `npm run lint` looks at. Canaries are outside of it: they break the rules on purpose. */
const LINTED = /^((apps|libs)\/[^/]+\/src|tools|e2e|bench)\/.*\.(ts|tsx|mjs|js)$/

const index = resolve(process.env.GIT_INDEX_FILE ?? git(['rev-parse', '--git-path', 'index']).trim())
const gitFolder = git(['rev-parse', '--absolute-git-dir']).trim()
const copies = mkdtempSync(join(tmpdir(), 'enrichify-staged-'))
try {
  process.exitCode = main()
} finally {
  rmSync(copies, { recursive: true, force: true })
}

function main() {
  const staged = listStaged()
  if (staged.length === 0) return 0
  const before = copyStaged('before', staged)
  const after = copyStaged('after', staged)
  const paths = staged.map(({ path }) => path)
  if (!runs('oxfmt', ['--no-error-on-unmatched-pattern', ...paths], after)) return refused('It cannot be formatted.')
  const linted = paths.filter((path) => LINTED.test(path))
  if (linted.length && !runs('oxlint', linted, after)) return refused('Lint has something against it.')
  if (!runs('node', [resolve('tools/check-text.mjs'), ...paths], after))
    return refused('Its words or lines do not pass.')

  const changed = staged.filter(({ path }) => !readFileSync(join(before, path)).equals(readFileSync(join(after, path))))
  if (changed.length === 0) return 0
  // `git commit <path>` commits from an index of its own. The usual one would still have the old layout, and the next
  // commit would bring it back.
  if (basename(index).startsWith('next-index-'))
    return refused(`Format it first: npx oxfmt ${changed.map(({ path }) => path).join(' ')}`)
  const partly = new Set(split(git(['diff', '--name-only', '-z', '--', ...changed.map(({ path }) => path)])))
  stage(changed, after)
  for (const { path } of changed) {
    const isKept = partly.has(path) ? mergeInto(path, before, after) : write(path, readFileSync(join(after, path)))
    console.log(`Formatted: ${path}${isKept ? '' : ' (as staged; your further changes to it are as they were)'}`)
  }
  return 0
}

/** Files that the commit adds or changes; links and submodules have no text to look at. */
function listStaged() {
  const parts = split(git(['diff', '--cached', '--raw', '--no-abbrev', '--no-renames', '--diff-filter=AM', '-z']))
  const staged = []
  for (let at = 0; at < parts.length; at += 2) {
    const mode = parts[at].split(' ')[1]
    if (mode.startsWith('100')) staged.push({ mode, path: parts[at + 1] })
  }
  return staged
}

/** A folder with the staged files at their paths, because the rules of lint depend on them. */
function copyStaged(name, staged) {
  const folder = join(copies, name)
  const settings = split(git(['ls-files', '-z', '--', ...SETTINGS]))
  const input = [...settings, ...staged.map(({ path }) => path)].join('\0')
  git(['checkout-index', '--force', `--prefix=${folder}/`, '-z', '--stdin'], { input })
  return folder
}

function stage(changed, after) {
  const entries = changed.map(({ mode, path }) => {
    const hash = git(['hash-object', '-w', `--path=${path}`, '--stdin'], { input: readFileSync(join(after, path)) })
    return `${mode} ${hash.trim()}\t${path}\0`
  })
  git(['update-index', '-z', '--index-info'], { input: entries.join('') })
}

/** Brings the layout into a file that has other changes, too. False: both touch the same lines, or the file is gone. */
function mergeInto(path, before, after) {
  if (!existsSync(path)) return false
  const merged = spawnSync('git', ['merge-file', '-p', path, join(before, path), join(after, path)])
  return merged.status === 0 && write(path, merged.stdout)
}

function write(path, content) {
  writeFileSync(path, content)
  return true
}

/** The index of this commit, with the folder of copies as what is checked out. */
function runs(file, args, folder) {
  const env = {
    ...process.env,
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: folder,
    GIT_INDEX_FILE: index,
    GIT_LITERAL_PATHSPECS: '1',
  }
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, env, encoding: 'utf8' })
  if (status !== 0) process.stderr.write(stdout + stderr)
  return status === 0
}

function refused(why) {
  console.error(`\nNothing was committed. ${why} To commit all the same: git commit --no-verify`)
  return 1
}

function git(args, options = {}) {
  const { status, stdout, stderr } = spawnSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options })
  if (status !== 0) throw new Error(`git ${args[0]}: ${stderr}`)
  return stdout
}

function split(list) {
  return list.split('\0').filter(Boolean)
}
