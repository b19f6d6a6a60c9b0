// The floors of docs/architecture.md are enforced by lint; this shows that the enforcement works: each canary must be refused.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { featureFaults } from './feature-tree.mjs'

const folders = ['libs', 'apps'].flatMap((group) =>
  readdirSync(group, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(group, name)),
)
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

// Feature folders: the real ones have no fault, and each canary has one.
missed.push(...featureFaults('libs/features/src'), ...featureFaults('apps/api/src', ['http']))
const cage = join('libs', 'features', 'canary')
for (const tree of readdirSync(cage).filter((name) => name.startsWith('tree-'))) {
  count++
  if (featureFaults(join(cage, tree)).length === 0) missed.push(`${join(cage, tree)} was let through`)
}

if (missed.length) {
  console.error(missed.join('\n'))
  process.exit(1)
}
console.log(`${count} canaries refused: imports go down, never up or sideways; the folders of features form a tree.`)
