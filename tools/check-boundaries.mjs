// The floors of docs/architecture.md are enforced by lint; this shows that the enforcement works: each canary must be refused.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['libs', 'apps'].flatMap((group) => readdirSync(group).map((name) => join(group, name)))
const missed = []
for (const folder of folders) {
  const canary = join(folder, 'canary', 'forbidden-import.ts')
  if (!existsSync(canary)) missed.push(`${folder} has no canary`)
  else {
    const { status, stdout } = spawnSync('oxlint', [canary], { encoding: 'utf8', shell: process.platform === 'win32' })
    if (status === 0 || !stdout.includes('no-restricted-imports')) missed.push(`${canary} was let through`)
  }
}
if (missed.length) {
  console.error(missed.join('\n'))
  process.exit(1)
}
console.log(`${folders.length} canaries refused: imports go down, never up or sideways.`)
