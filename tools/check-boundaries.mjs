// The floors of docs/architecture.md are enforced by lint; this shows that the enforcement works: each canary must be refused.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const folders = ['libs', 'apps'].flatMap((group) => readdirSync(group).map((name) => join(group, name)))
const missed = []
let count = 0
for (const folder of folders) {
  const cage = join(folder, 'canary')
  const canaries = existsSync(cage) ? readdirSync(cage).filter((name) => name.startsWith('forbidden-')) : []
  if (canaries.length === 0) missed.push(`${folder} has no canary`)
  for (const canary of canaries.map((name) => join(cage, name))) {
    count++
    const { status, stdout } = spawnSync('oxlint', [canary], { encoding: 'utf8', shell: process.platform === 'win32' })
    if (status === 0 || !stdout.includes('no-restricted-imports')) missed.push(`${canary} was let through`)
  }
}
if (missed.length) {
  console.error(missed.join('\n'))
  process.exit(1)
}
console.log(`${count} canaries refused: imports go down, never up or sideways.`)
