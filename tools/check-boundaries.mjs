// The floors of docs/architecture.md are enforced by lint and by the two checks named here. Each has canaries, which
// are files with a forbidden import. This shows that every canary is refused.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { clientFaults } from './client-floors.mjs'
import { featureFaults } from './feature-tree.mjs'

/** Imports, and ways to write a number other than the one formatter. */
const REFUSED = /no-restricted-(?:imports|globals|properties)/
const FEATURE_CAGE = join('libs', 'features', 'canary')

const faults = [...featureFaults('libs/features/src'), ...featureFaults('apps/api/src', ['http']), ...clientFaults()]
let count = 0

for (const folder of ['libs', 'apps'].flatMap((group) => foldersIn(group).map((name) => join(group, name)))) {
  const canaries = canariesIn(join(folder, 'canary'))
  if (canaries.length === 0) faults.push(`${folder} has no canary`)
  for (const canary of canaries) {
    count++
    const { status, stdout } = spawnSync('oxlint', [canary], { encoding: 'utf8', shell: process.platform === 'win32' })
    if (status === 0 || !REFUSED.test(stdout)) faults.push(`${canary} was let through`)
  }
}
for (const tree of foldersIn(FEATURE_CAGE)) {
  count++
  if (featureFaults(join(FEATURE_CAGE, tree)).length === 0) faults.push(`${join(FEATURE_CAGE, tree)} was let through`)
}

if (faults.length) {
  console.error(faults.join('\n'))
  process.exit(1)
}
console.log(`${count} canaries refused: imports go down, never up or sideways; the folders of features form a tree.`)

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
}

function canariesIn(cage) {
  if (!existsSync(cage)) return []
  return readdirSync(cage, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.startsWith('forbidden-'))
    .map((entry) => join(entry.parentPath, entry.name))
}
