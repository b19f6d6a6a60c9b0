// The floors of docs/architecture.md are enforced by lint; this shows that the enforcement works: each canary must be
// refused. Lint compares the text of a path. The client's imports are resolved here as well, so that a feature or a floor
// that is added tomorrow is covered without a new rule.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** The folders of the client, from the top down. `.oxlintrc.json` has the same order. */
const CLIENT_FLOORS = 'app features parts live document view words api sheet ui actions'.split(' ')
const CLIENT = join('apps', 'web', 'src')

const folders = ['libs', 'apps'].flatMap((group) => readdirSync(group).map((name) => join(group, name)))
const missed = []
let count = 0
for (const folder of folders) {
  const canaries = filesIn(join(folder, 'canary'))
  if (canaries.length === 0) missed.push(`${folder} has no canary`)
  for (const canary of canaries) {
    count++
    const { status, stdout } = spawnSync('oxlint', [canary], { encoding: 'utf8', shell: process.platform === 'win32' })
    if (status === 0 || !stdout.includes('no-restricted-imports')) missed.push(`${canary} was let through`)
  }
}

for (const entry of readdirSync(CLIENT, { withFileTypes: true })) {
  if (!entry.isDirectory() || filesIn(join(CLIENT, entry.name)).length === 0) continue
  const place = CLIENT_FLOORS.indexOf(entry.name)
  if (place < 0)
    missed.push(`${join(CLIENT, entry.name)} is on no floor: name it in tools/check-boundaries.mjs and .oxlintrc.json`)
  else if (place > 0 && !existsSync(join('apps', 'web', 'canary', entry.name)))
    missed.push(`${join(CLIENT, entry.name)} has no canary in apps/web/canary`)
}
const files = filesIn(CLIENT).filter((file) => !/\.spec\.tsx?$/.test(file))
for (const file of files) {
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
    const problem = clientProblem(file, join(dirname(file), path))
    if (problem) missed.push(`${file} imports ${path}: ${problem}`)
  }
}

if (missed.length) {
  console.error(missed.join('\n'))
  process.exit(1)
}
console.log(
  `${count} canaries refused, ${files.length} files of the client checked: imports go down, never up or sideways.`,
)

function clientProblem(file, target) {
  const [fromFloor, fromFeature] = relative(CLIENT, file).split(sep)
  const [toFloor, toFeature] = relative(CLIENT, target).split(sep)
  const [from, to] = [CLIENT_FLOORS.indexOf(fromFloor), CLIENT_FLOORS.indexOf(toFloor)]
  if (from >= 0 && to >= 0 && to < from) return `${toFloor} is above ${fromFloor}`
  if (fromFloor === 'features' && toFloor === 'features' && fromFeature !== toFeature)
    return 'a feature imports no other feature'
  return null
}

function filesIn(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
