// No pattern that meets text from outside takes more than linear time. A pattern that goes back over the same text, or
// begins anew at each of its places, stops a process for minutes on a few hundred kilobytes.
//
// `scslre` finds both by analysis; it is what eslint-plugin-regexp asks. It does not see a pattern that begins anew
// after some fixed text (`<tag[^>]*>` on many `<tag`), so we look for those. Literals come from the source.
// Patterns that are put together come from the built libs, which is why the types are built first.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { RegExpParser } from '@eslint-community/regexpp'
import { parseSync } from 'rolldown/utils'
import { analyse } from 'scslre'
import { SLOW_PATTERNS } from './slow-patterns.data.mjs'

const RealRegExp = RegExp
const parser = new RegExpParser({ ecmaVersion: 2025 })

/** Both ways to be slow: the one from the incident, and the one that needs a look of our own. */
const CANARIES = [/\s+$/, /(?:a|a)*b/, /<(?:\w+:)?sheet\s[^>]*?name="([^"]*)"/, /<meta\s[^>]*>/]
const FAST = [/(?<!\s)\s+$/, /<meta\s[^<>]*>/, /^<meta\s[^>]*>/]
const wrong = [...CANARIES.filter((one) => !isSlow(one)), ...FAST.filter(isSlow)]
if (wrong.length) fail(wrong.map((one) => `The check is wrong about ${one}`))

const found = new Map()
for (const file of ['libs', 'apps'].flatMap((group) => sourcesIn(group)))
  for (const pattern of literalsIn(file)) note(file, pattern)
await noteMade()

const faults = []
for (const [file, patterns] of found) {
  const slow = [...patterns.values()].filter(isSlow)
  const [allowed] = SLOW_PATTERNS[file] ?? [0]
  if (slow.length > allowed)
    faults.push(`${file}: ${slow.length} slow patterns, ${allowed} allowed:`, ...slow.map(String))
  if (slow.length < allowed)
    faults.push(`${file}: only ${slow.length} slow patterns; slow-patterns.data.mjs allows ${allowed}`)
}
for (const file of Object.keys(SLOW_PATTERNS)) if (!found.has(file)) faults.push(`${file} has no patterns any more`)
if (faults.length) fail([...faults, 'Write them so that they look at nothing twice, or say why their text is short.'])
const count = [...found.values()].reduce((sum, patterns) => sum + patterns.size, 0)
console.log(
  `${count} patterns take linear time, or their text is short as slow-patterns.data.mjs says; ` +
    `${CANARIES.length} canaries refused.`,
)
// Modules that were loaded may hold timers.
process.exit(0)

function fail(lines) {
  console.error(lines.join('\n'))
  process.exit(1)
}

function isSlow(pattern) {
  const { source, flags } = pattern
  return analyse({ source, flags }).reports.length > 0 || beginsAnew(source, flags)
}

/** Something, then any number of nearly any character that may be the beginning again, then something. */
function beginsAnew(source, flags) {
  const mode = { unicode: flags.includes('u'), unicodeSets: flags.includes('v') }
  const { alternatives } = parser.parsePattern(source, 0, source.length, mode)
  return alternatives.some(({ elements }) => {
    const [first] = elements
    if (first?.type === 'Assertion') return false
    return elements.some(({ type, max, element }, index) => {
      if (index === 0 || type !== 'Quantifier' || max !== Infinity) return false
      // What need not come never makes the pattern fail, and so it does not begin again.
      if (elements.slice(index + 1).every(({ min }) => min === 0)) return false
      if (element.kind === 'any') return true
      return element.type === 'CharacterClass' && element.negate && !isExcluded(first, element)
    })
  })
}

/** Whether the repeated class ends at the next beginning: `<a[^<>]*>`. */
function isExcluded(first, { elements }) {
  return first.type === 'Character' && elements.some(({ value }) => value === first.value)
}

function sourcesIn(group) {
  return readdirSync(group, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.spec\.|\.d\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).replaceAll('\\', '/'))
    .filter((file) => /^\w+\/\w+\/src\//.test(file) && !file.includes('/testing/'))
}

function literalsIn(file) {
  const patterns = []
  visit(parseSync(file, readFileSync(file, 'utf8')).program, ({ regex }) => {
    if (regex) patterns.push(new RealRegExp(regex.pattern, regex.flags))
  })
  return patterns
}

/** Loads the libs with a constructor that writes down what is made. */
async function noteMade() {
  const watched =
    (make) =>
    (target, ...rest) => {
      const pattern = make(target, ...rest)
      const at = new Error().stack.split('\n').find((line) => /\/libs\/\w+\/dist\//.test(line))
      const path = at && /(libs\/\w+\/dist\/[^:]+)\.js/.exec(at)?.[1]
      if (path) note(`${path.replace('/dist/', '/src/')}.ts`, pattern)
      return pattern
    }
  globalThis.RegExp = new Proxy(RealRegExp, { construct: watched(Reflect.construct), apply: watched(Reflect.apply) })
  for (const lib of readdirSync('libs')) await import(pathToFileURL(join('libs', lib, 'dist', 'index.js')))
  globalThis.RegExp = RealRegExp
}

function note(file, pattern) {
  const name = relative('.', file).replaceAll('\\', '/')
  if (!found.has(name)) found.set(name, new Map())
  found.get(name).set(`${pattern.source}/${pattern.flags.replace(/[gy]/g, '')}`, pattern)
}

function visit(node, see) {
  if (!node || typeof node !== 'object') return
  if (Array.isArray(node)) {
    for (const part of node) visit(part, see)
    return
  }
  if (typeof node.type === 'string') see(node)
  for (const [key, value] of Object.entries(node))
    if (key !== 'parent' && value && typeof value === 'object') visit(value, see)
}
