// The folders of features form a tree, and the modules say which. A folder may import from another only where its
// module imports the other's module; `core` is global. Lint sees files and not folders, so this looks at them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'

/** What holds for every feature, and what is above all of them. */
const GLOBAL = new Set(['core'])
const APART = new Set(['testing', 'local'])

/** Faults of one root of feature folders, each as a sentence. `alsoGlobal`: folders that any other may import from. */
export function featureFaults(root, alsoGlobal = []) {
  const global = new Set([...GLOBAL, ...alsoGlobal])
  const folders = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !APART.has(entry.name))
    .map(({ name }) => name)
  const faults = []
  const edges = new Map(folders.map((folder) => [folder, new Map()]))
  for (const folder of folders) {
    if (global.has(folder)) continue
    const module = join(root, folder, `${folder}.module.ts`)
    if (!existsSync(module)) {
      faults.push(`${relative('.', join(root, folder))} has no ${folder}.module.ts`)
      continue
    }
    const named = new Set(importsOf(module).map((file) => folderOf(root, file)))
    for (const file of filesOf(join(root, folder))) {
      for (const imported of importsOf(file)) {
        const other = folderOf(root, imported)
        if (!other || other === folder || global.has(other)) continue
        edges.get(folder).set(other, file)
        if (!named.has(other))
          faults.push(
            `${relative('.', file)} imports from ${other}/, but ${folder}.module.ts does not import its module`,
          )
      }
    }
  }
  for (const folder of global) {
    for (const file of existsSync(join(root, folder)) ? filesOf(join(root, folder)) : []) {
      const up = importsOf(file).find((imported) => {
        const other = folderOf(root, imported)
        return other && !global.has(other)
      })
      if (up) faults.push(`${relative('.', file)} imports from above: ${relative(root, up)}`)
    }
  }
  const ring = findRing(edges)
  if (ring) faults.push(`folders import each other in a ring: ${ring.join(' → ')}`)
  return faults
}

function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

/** Files of the same lib that a file imports, types as well. */
function importsOf(file) {
  return [...readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    normalize(join(dirname(file), path)),
  )
}

/** The feature's folder that a file is in; null for files of the root itself. */
function folderOf(root, file) {
  const parts = relative(root, file).split(sep)
  return parts.length > 1 && parts[0] !== '..' && !APART.has(parts[0]) ? parts[0] : null
}

function findRing(edges) {
  const done = new Set()
  const path = []
  const visit = (folder) => {
    if (path.includes(folder)) return [...path.slice(path.indexOf(folder)), folder]
    if (done.has(folder)) return null
    path.push(folder)
    for (const next of edges.get(folder)?.keys() ?? []) {
      const ring = visit(next)
      if (ring) return ring
    }
    path.pop()
    done.add(folder)
    return null
  }
  for (const folder of edges.keys()) {
    const ring = visit(folder)
    if (ring) return ring
  }
  return null
}
