import { execFileSync } from 'node:child_process'
// Line length, plain words, and the user's words on the screen. oxlint has no rule for any of the three.
import { readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { parseSync } from 'rolldown/utils'

const LONGEST_LINE = 120

/** Data is one item a line, or a file named `*.data.ts`. Fixtures are what services sent. */
const DATA = /(\.data\.(ts|mjs)|__fixtures__\/.*|\/assets\/.*|package-lock\.json|\.corpus\.json)$/
const CODE = new Set(['.ts', '.tsx', '.mjs', '.js', '.css'])
/** The list of the words themselves. */
const LIST = 'tools/check-text.mjs'
const PROSE = new Set(['.md', '.html', '.yaml'])

/** Words that make our English stiff, and what to write instead. */
const STIFF = [
  [/\bstands?\b(?! (for|in for|out|by)\b)/i, 'is, appears'],
  [/\bnobody\b/i, 'no one'],
  [/\bwhoever\b/i, 'anyone who'],
  [/\bsomebody\b/i, 'someone'],
  [/\bwhom\b/i, 'who, or another sentence'],
  [/\bThe outside system\b/i, 'name the system in a sentence of its own, or say nothing'],
]

/** The code's words. On the screen we use the reader's. */
const INTERNAL = [
  [/\bassert(s|ed)\b/i, 'not proven'],
  [/\bladders?\b/i, 'steps'],
  [/\brungs?\b/i, 'step'],
  [/\bkept\b/i, 'left as it was, saved'],
  [/\brecorded\b/i, 'saved'],
]

const named = process.argv.slice(2)
const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', ...named], {
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\0')
  .filter((file) => file && !DATA.test(file))

const found = []
for (const file of files) {
  const kind = extname(file)
  if (!CODE.has(kind) && !PROSE.has(kind)) continue
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    continue // Deleted, and not committed yet.
  }
  const lines = text.split('\n')
  lines.forEach((line, index) => {
    if (CODE.has(kind) && line.length > LONGEST_LINE)
      report(file, index, `${line.length} characters; at most ${LONGEST_LINE}`)
    // A quotation of a page or of a standard in Markdown keeps its words.
    if (file === LIST || (kind === '.md' && line.startsWith('>'))) return
    for (const [word, instead] of STIFF) {
      const match = word.exec(line)
      if (match) report(file, index, `“${match[0]}”: write ${instead}`)
    }
  })
  if (/^apps\/web\/src\/.*\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file)) checkScreenWords(file, text)
}

if (found.length) {
  console.error(found.join('\n'))
  console.error(`\n${found.length} places to mend. Why: CONTRIBUTING.md, “Style”.`)
  process.exit(1)
}
console.log(`${files.length} files: no line over ${LONGEST_LINE}, plain words, the reader's words on the screen.`)

function report(file, index, message) {
  found.push(`${file}:${index + 1}: ${message}`)
}

/** Words in JSX text and in literals that read like a sentence or a label; identifiers and keys are the code's own. */
function checkScreenWords(file, text) {
  const { program, errors } = parseSync(file, text)
  if (errors.length) throw new Error(`${file} cannot be parsed: ${errors[0].message}`)
  visit(program, (node) => {
    const words =
      node.type === 'JSXText'
        ? node.value
        : node.type === 'Literal' && typeof node.value === 'string'
          ? node.value
          : node.type === 'TemplateElement'
            ? node.value.cooked
            : null
    if (!words || (node.type !== 'JSXText' && !isSentence(words))) return
    for (const [word, instead] of INTERNAL) {
      const match = word.exec(words)
      if (match) report(file, lineOf(text, node.start), `“${match[0]}” on the screen: write ${instead}`)
    }
  })
}

function lineOf(text, at) {
  return text.slice(0, at).split('\n').length - 1
}

function isSentence(words) {
  return (
    /^\s*[A-Z]/.test(words) ||
    (/\s/.test(words.trim()) && !/^[a-z-]+(\s[a-z0-9:[\]/.%-]+)*$/.test(words.trim())) ||
    /[.,:;!?’]\s/.test(words) ||
    /^\s/.test(words)
  )
}

function visit(node, see) {
  if (!node || typeof node !== 'object') return
  if (Array.isArray(node)) {
    for (const part of node) visit(part, see)
    return
  }
  if (typeof node.type === 'string') see(node)
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'parent' && key !== 'source' && value && typeof value === 'object') visit(value, see)
  }
}
