/*
 * Facts of real small-business sites against hand-made annotations, through the real command line. Ends with 1 when a
 * bar is missed. --report only prints; --keep leaves the result and the page texts in a folder. Data: CORPORA_DIR, or
 * ../shared/data beside the checkout.
 * usage: node bench/quality/sites/run.ts [--report] [--keep <folder>]
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkQuotes, type ExtractedLine } from './check-quotes.ts'
import { SCORED_COLUMNS, scoreSites, type ResultRow, type SiteTruth } from './score-sites.ts'

/** The bars, as precision and recall. Facts without a bar are printed only. */
const BARS: Record<string, { precision: number; recall: number } | undefined> = {
  phone: { precision: 0.95, recall: 0.85 },
  fax: { precision: 0.9, recall: 0.8 },
  street: { precision: 0.9, recall: 0.75 },
  postal_code: { precision: 0.9, recall: 0.75 },
  people: { precision: 0.65, recall: 0.45 },
}
const VERIFIED_BAR = 0.9
const SECONDS_BAR = 60

const { values: options } = parseArgs({
  options: { report: { type: 'boolean', default: false }, keep: { type: 'string' } },
})
const root = resolve(import.meta.dirname, '../../..')
const corpora = process.env.CORPORA_DIR ?? resolve(root, '../shared/data')
const file = (name: string) => join(corpora, 'web', `small-business.${name}`)
const commandLine = join(root, 'apps/cli/dist/main.js')

if (!existsSync(file('warc.gz'))) {
  console.log(`sites: skipped, ${file('warc.gz')} is absent; set CORPORA_DIR`)
  process.exit(0)
}
if (!existsSync(commandLine)) {
  console.error('sites: the command line is not built; run `npm run build` first')
  process.exit(2)
}

const folder = options.keep ? resolve(options.keep) : mkdtempSync(join(tmpdir(), 'bench-sites-'))
mkdirSync(folder, { recursive: true })
try {
  if (!measure() && !options.report) process.exitCode = 1
} finally {
  if (!options.keep) rmSync(folder, { recursive: true, force: true })
}

/** Prints the table and says whether every bar is reached. */
function measure(): boolean {
  const result = join(folder, 'result.jsonl')
  const pages = join(folder, 'pages.jsonl')
  const started = performance.now()
  enrichify([
    'enrich',
    file('csv'),
    '--pages',
    file('warc.gz'),
    ...SCORED_COLUMNS.flatMap((fact) => ['--column', fact]),
    '--out',
    result,
  ])
  const seconds = (performance.now() - started) / 1000
  enrichify(['extract', file('warc.gz'), '--out', pages])

  const rows = readLines<ResultRow>(result)
  const truth = JSON.parse(readFileSync(file('truth.json'), 'utf8')) as SiteTruth[]
  const misses: string[] = []
  console.log('fact            precision        recall           reported  annotated')
  for (const [fact, score] of scoreSites(rows, truth)) {
    const bar = BARS[fact]
    console.log(
      `${fact.padEnd(15)} ${figure(score.precision, bar?.precision)} ` +
        `${figure(score.recall, bar?.recall)} ${String(score.reported).padStart(8)} ` +
        `${String(score.annotated).padStart(10)}`,
    )
    if (bar && (score.precision ?? 0) < bar.precision) misses.push(`${fact} precision`)
    if (bar && (score.recall ?? 0) < bar.recall) misses.push(`${fact} recall`)
  }
  const check = checkQuotes(rows, readLines<ExtractedLine>(pages))
  console.log(
    `verified cells  ${check.verified} of ${check.cells} filled ` +
      `(${percent(check.verified, check.cells)}; bar ${VERIFIED_BAR * 100} %)`,
  )
  console.log(
    `quotes          ${check.atOffsets} of ${check.quotes} found again at their offsets by a second ` +
      `extraction (${percent(check.atOffsets, check.quotes)}; bar 100 %)`,
  )
  for (const wrong of check.wrong) console.log(`                ${wrong}`)
  console.log(`wall time       ${seconds.toFixed(1)} s for ${rows.length} sites (bar ${SECONDS_BAR} s)`)
  if (check.verified < check.cells * VERIFIED_BAR) misses.push('verified cells')
  if (check.atOffsets < check.quotes || check.quotes === 0) misses.push('quotes')
  if (seconds > SECONDS_BAR) misses.push('wall time')
  if (rows.length < truth.length) misses.push('rows')
  console.log(misses.length === 0 ? 'every bar is reached' : `missed: ${misses.join(', ')}`)
  return misses.length === 0
}

function enrichify(args: string[]): void {
  const { status } = spawnSync(process.execPath, [commandLine, ...args], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`enrichify ${args[0]} ended with ${status}`)
}

function readLines<T>(path: string): T[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T)
}

function figure(value: number | null, bar: number | undefined): string {
  const shown = value === null ? '–'.padEnd(5) : value.toFixed(3)
  const sign = value !== null && bar !== undefined && value >= bar ? '≥' : '<'
  return `${shown}${bar === undefined ? '' : ` (${sign} ${bar.toFixed(2)})`}`.padEnd(16)
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`
}
