// Lints the document of the API, made from the build without a server; redocly.yaml says by which rules.
import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const file = join('node_modules', '.cache', 'openapi', 'openapi.json')
const printed = spawnSync(process.execPath, [join('apps', 'api', 'dist', 'print-openapi.js')], {
  encoding: 'utf8',
  maxBuffer: 64_000_000,
  stdio: ['ignore', 'pipe', 'inherit'],
})
if (printed.status !== 0) process.exit(printed.status ?? 1)
mkdirSync(dirname(file), { recursive: true })
writeFileSync(file, printed.stdout)

const { status } = spawnSync('redocly', ['lint', file], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  // A test goes nowhere outside: not for news of the linter, and not to tell how it is used.
  env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
})
process.exit(status ?? 1)
