// The folders of the client are floors, too. Lint compares the text of a path; here the imports are resolved, so that a
// feature or a floor that is added tomorrow is covered without a new rule.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

/** From the top down. `.oxlintrc.json` has the same order. */
const FLOORS = 'app features parts live document view words api sheet ui actions'.split(' ')
const CLIENT = join('apps', 'web', 'src')

/** Faults, each as a sentence. */
export function clientFaults() {
  const faults = []
  for (const entry of readdirSync(CLIENT, { withFileTypes: true })) {
    if (!entry.isDirectory() || filesIn(join(CLIENT, entry.name)).length === 0) continue
    const place = FLOORS.indexOf(entry.name)
    if (place < 0)
      faults.push(`${join(CLIENT, entry.name)} is on no floor: name it in tools/client-floors.mjs and .oxlintrc.json`)
    else if (place > 0 && !existsSync(join('apps', 'web', 'canary', entry.name)))
      faults.push(`${join(CLIENT, entry.name)} has no canary in apps/web/canary`)
  }
  for (const file of filesIn(CLIENT).filter((name) => !/\.spec\.tsx?$/.test(name))) {
    for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g)) {
      const fault = faultOf(file, join(dirname(file), path))
      if (fault) faults.push(`${file} imports ${path}: ${fault}`)
    }
  }
  return faults
}

function faultOf(file, target) {
  const [fromFloor, fromFeature] = relative(CLIENT, file).split(sep)
  const [toFloor, toFeature] = relative(CLIENT, target).split(sep)
  const [from, to] = [FLOORS.indexOf(fromFloor), FLOORS.indexOf(toFloor)]
  if (from >= 0 && to >= 0 && to < from) return `${toFloor} is above ${fromFloor}`
  if (fromFloor === 'features' && toFloor === 'features' && fromFeature !== toFeature)
    return 'a feature imports no other feature'
  return null
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
}
