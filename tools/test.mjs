// `npm test`: every check, one after the other, from lint to the browser. Stops at the first that fails.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const corpora = process.env.CORPORA_DIR ?? resolve('..', 'shared', 'data')
if (!existsSync(corpora))
  console.log(
    `The corpora are not at CORPORA_DIR (${process.env.CORPORA_DIR ?? '../shared/data'}): tests that ` +
      'want them are skipped and say so.',
  )

const only = process.argv.slice(2)
const steps = [
  ['format', 'oxfmt', ['--check', '.']],
  ['text', 'node', ['tools/check-text.mjs']],
  ['links', 'node', ['tools/check-links.mjs']],
  ['boundaries', 'node', ['tools/check-boundaries.mjs']],
  ['types', 'tsc', ['-b', 'apps/api', 'apps/worker', 'apps/cli']],
  // After the types, because the type-aware rules and the patterns read the build of the libs.
  ['lint', 'npm', ['run', '--silent', 'lint']],
  ['patterns', 'node', ['tools/check-patterns.mjs']],
  ['document of the API', 'node', ['tools/check-openapi.mjs']],
  ['types of the client', 'tsc', ['-p', 'apps/web']],
  ['types of the tests', 'tsc', ['-p', 'tsconfig.tests.json']],
  ['client', 'npm', ['run', '--silent', 'build', '-w', 'apps/web']],
  ['small tests', 'vitest', ['run', '--project', 'small']],
  ['medium tests', 'vitest', ['run', '--project', 'medium']],
  ['end-to-end tests', 'vitest', ['run', '--project', 'e2e', '--project', 'e2e-alone']],
]

const chosen = steps.filter(([name]) => only.length === 0 || only.some((word) => name.includes(word)))
const unknown = only.filter((word) => !steps.some(([name]) => name.includes(word)))
if (unknown.length) {
  console.error(
    `No step has “${unknown.join('”, “')}” in its name. The steps: ${steps.map(([name]) => name).join(', ')}.`,
  )
  process.exit(1)
}

const began = Date.now()
for (const [name, file, args] of chosen) {
  const started = Date.now()
  console.log(`\n── ${name}`)
  const { status } = spawnSync(file, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error(`\n${name} failed after ${seconds(started)} s.`)
    process.exit(status ?? 1)
  }
  console.log(`   ${name}: ${seconds(started)} s`)
}
console.log(`\nEverything passed in ${seconds(began)} s.`)

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(1)
}
