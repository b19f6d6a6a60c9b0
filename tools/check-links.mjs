// Documents name files. Every relative link of a Markdown file has its target, and every path between backticks or in a
// block of code is there: who moves a file finds its mentions here.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, posix } from 'node:path'

const ROOTED = /^(?:apps|libs|tools|e2e|docs|docker|bench|\.ci)\/\S+$/
const CODE_FILE = /^[\w.{},@/-]+\.(?:tsx?|mjs)$/
const LINK = /\]\(([^()\s]+)\)/g
const DECISION = /^docs\/decisions\/(\d{4}-\d\d-\d\d)-/

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
  maxBuffer: 1 << 26,
})
  .split('\0')
  .filter((file) => file && existsSync(file))
const known = new Set(files)
for (const file of files) for (let folder = dirname(file); folder !== '.'; folder = dirname(folder)) known.add(folder)
const byName = Map.groupBy(files, (file) => basename(file))

const today = new Date().toISOString().slice(0, 10)
const documents = files.filter((file) => file.endsWith('.md') && !/(^|\/)(__fixtures__|assets)\//.test(file))
const faults = []
for (const file of documents) {
  // A decision tells of the day on which it was made.
  const isHistory = (DECISION.exec(file)?.[1] ?? today) < today
  let isCode = false
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      const report = (fault) => faults.push(`${file}:${index + 1}: ${fault}`)
      if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
      if (!isCode) for (const [, target] of line.matchAll(LINK)) checkLink(file, target, report)
      if (!isHistory) for (const path of pathsIn(line, isCode)) checkPath(path, report)
    })
}

if (faults.length) {
  console.error(faults.join('\n'))
  console.error(`\n${faults.length} mentions of what is not there.`)
  process.exit(1)
}
console.log(`${documents.length} documents: every link and every path leads somewhere.`)

function checkLink(file, target, report) {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return
  const [path, anchor] = decodeURI(target).split('#')
  const linked = path ? posix.normalize(posix.join(dirname(file), path)).replace(/\/$/, '') : file
  if (!known.has(linked)) report(`links to ${target}, which is not there`)
  else if (anchor && linked.endsWith('.md') && !anchorsOf(linked).has(anchor))
    report(`links to ${target}; no heading there has this name`)
}

/** As code hosts name headings. */
function anchorsOf(file) {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ +(.+)$/gm)
  return new Set(
    [...headings].map(([, text]) =>
      text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

function pathsIn(line, isCode) {
  const pieces = isCode
    ? line.split(/[\s'"`,;()→]+/)
    : [...line.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => code.split(/\s+/))
  return pieces
    .map((piece) => piece.replace(/[:.,]+$/, ''))
    .filter((piece) => piece && (isCode ? ROOTED : /./).test(piece))
}

function checkPath(path, report) {
  // What the build makes, and settings of one's own, are not in the repository.
  if (!(ROOTED.test(path) || CODE_FILE.test(path)) || /\/(dist\/|\.env$)/.test(path)) return
  for (const one of unfold(path)) {
    // With a placeholder or a pattern in it, the folder before that is what can be looked up.
    const open = one.search(/[<*…]/)
    const sought = (open < 0 ? one : one.slice(0, one.lastIndexOf('/', open))).replace(/\/$/, '')
    const isThere = ROOTED.test(one)
      ? known.has(sought)
      : byName.get(basename(sought))?.some((file) => `/${file}`.endsWith(posix.join('/', sought)))
    if (!isThere) report(`names ${one}, which is not there`)
  }
}

/** `a/{b,c}.ts` → `a/b.ts`, `a/c.ts`. */
function unfold(path) {
  const match = /\{([^{}]+)\}/.exec(path)
  if (!match) return [path]
  return match[1].split(',').flatMap((part) => unfold(path.replace(match[0], part)))
}
