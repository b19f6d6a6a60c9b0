/*
 * How good the answers of each strategy are, over frozen pages of real small businesses, against what people
 * annotated on them. `website` reads ready facts without a model. `model` asks as the product asks: from recorded
 * answers (--recorded <file>, JSON Lines), and from a live service that speaks Chat Completions if BENCH_MODEL_URL,
 * BENCH_MODEL_KEY and BENCH_MODEL name one (its answers are added to the recording).
 * usage: node --conditions=source bench/quality/answers/run.ts [--calibrate] [--recorded answers.jsonl]
 */
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LEAST_OBSERVATIONS, type AskedColumn, type FactKind } from '@enrichify/domain'
import { readSites, type FrozenSite } from '../read-pages.ts'
import { annotatedValues, isAnnotated } from '../sites/score-sites.ts'
import { crossValidate, printTable, tableOf, type Observation } from './calibrate.ts'
import { asColumn, askModel, modelFromEnvironment, readRecorded } from './model-strategy.ts'
import { answerFromWebsite, readSite, type Answer, type ReadPage } from './website-strategy.ts'

const { values: options } = parseArgs({
  options: { calibrate: { type: 'boolean', default: false }, recorded: { type: 'string' } },
})
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const base = join(corpora, 'web/small-business')
const TABLE = resolve(import.meta.dirname, '../../../libs/domain/src/evidence/confidence-table.ts')
/** Opening hours are annotated only as found or not, so they are counted and not calibrated. */
const FACTS: FactKind[] = ['phone', 'fax', 'street', 'postal_code', 'city', 'people', 'opening_hours', 'company_name']

interface AnsweredSite {
  site: FrozenSite
  answers: ReadonlyMap<string, Answer[]>
}

if (existsSync(`${base}.warc.gz`)) await main()
else console.log(`answers: skipped, ${base}.warc.gz is absent; set CORPORA_DIR`)

async function main(): Promise<void> {
  const sites = (await readSites(base)).filter(({ pages }) => pages.length > 0)
  const read = new Map<string, ReadPage[]>(sites.map((site) => [site.website, readSite(site)]))
  const website = sites.map((site) => {
    const pages = read.get(site.website)!
    const again = readSite(site)
    return { site, answers: new Map(FACTS.map((fact) => [fact, answerFromWebsite(site, pages, again, fact)])) }
  })
  console.log(
    `website: ${sites.length} sites, ${sites.reduce((sum, { pages }) => sum + pages.length, 0)} frozen ` +
      'pages; no call, no token, no cost',
  )
  printScores(website)
  await reportModel(sites, read)
  reportCalibration(website)
}

/**
 * The cell is the best value of each site; `values` are all that a site gave. A value is right when a person
 * annotated it on the same pages.
 */
function printScores(answered: readonly AnsweredSite[]): void {
  console.log(
    'fact             cell right        all values right   coverage         rightly empty    verified  ' +
      'quotes that hold',
  )
  const sums = { filled: 0, right: 0, verified: 0, quotes: 0, hold: 0 }
  for (const fact of FACTS) {
    const cells = answered.map(({ site, answers }) => ({
      site,
      wanted: annotatedValues(site, fact).length > 0,
      found: answers.get(fact) ?? [],
    }))
    const filled = cells.filter(({ found }) => found.length > 0)
    const right = filled.filter(({ site, found }) => isAnnotated(fact, found[0]!.value, site))
    const all = cells.flatMap(({ site, found }) =>
      found.map((answer) => ({ answer, isRight: isAnnotated(fact, answer.value, site) })),
    )
    const wanted = cells.filter((cell) => cell.wanted)
    const others = cells.filter((cell) => !cell.wanted)
    const verified = filled.filter(({ found }) => found[0]!.state === 'verified').length
    const hold = all.filter(({ answer }) => answer.quoteHolds).length
    console.log(
      `${fact.padEnd(16)} ${part(right.length, filled.length)} ` +
        `${part(all.filter(({ isRight }) => isRight).length, all.length)}  ` +
        `${part(wanted.filter(({ found }) => found.length > 0).length, wanted.length)} ` +
        `${part(others.filter(({ found }) => found.length === 0).length, others.length)} ` +
        `${part(verified, filled.length)} ${part(hold, all.length)}`,
    )
    sums.filled += filled.length
    sums.right += right.length
    sums.verified += verified
    sums.quotes += all.length
    sums.hold += hold
  }
  console.log(
    `in all           ${part(sums.right, sums.filled)} of cells right, ` +
      `${part(sums.verified, sums.filled)} verified, ${part(sums.hold, sums.quotes)} quotes hold`,
  )
}

async function reportModel(sites: readonly FrozenSite[], read: ReadonlyMap<string, ReadPage[]>): Promise<void> {
  const service = modelFromEnvironment()
  const file = options.recorded ? resolve(options.recorded) : null
  if (!service && !file)
    return console.log(
      '\nmodel: skipped, there are no recorded answers (--recorded) and no live service ' +
        '(BENCH_MODEL_URL, BENCH_MODEL_KEY, BENCH_MODEL)',
    )
  const recorded = file ? readRecorded(file) : new Map()
  const columns: AskedColumn[] = FACTS.map(asColumn)
  const answered: AnsweredSite[] = []
  const spent = { calls: 0, live: 0, input: 0, output: 0 }
  for (const site of sites) {
    const asked = await askModel(
      site,
      read.get(site.website)!,
      columns,
      recorded,
      service,
      file ?? 'recorded-answers.jsonl',
    )
    if (!asked.answers || !asked.recorded) continue
    answered.push({ site, answers: asked.answers })
    spent.calls += 1
    spent.live += Number(asked.isLive)
    spent.input += asked.recorded.inputTokens
    spent.output += asked.recorded.outputTokens
  }
  console.log(
    `\nmodel ${service?.model ?? 'as recorded'}: ${answered.length} of ${sites.length} sites answered ` +
      `in ${spent.calls} calls (${spent.live} live), ${spent.input} tokens in, ${spent.output} out as ` +
      'the service counted',
  )
  if (answered.length === 0) return
  printScores(answered)
  const right = answered.flatMap(({ site, answers }) =>
    FACTS.filter((fact) => answers.get(fact)?.[0] && isAnnotated(fact, answers.get(fact)![0]!.value, site)),
  ).length
  const cost = service?.price ? (spent.input * service.price.input + spent.output * service.price.output) / 1e6 : null
  console.log(
    cost === null
      ? 'cost per correct cell: not known, BENCH_MODEL_PRICE is not set'
      : `cost per correct cell: $${(cost / Math.max(1, right)).toFixed(6)} (${right} cells)`,
  )
}

function reportCalibration(answered: readonly AnsweredSite[]): void {
  const observations: Observation[] = answered.flatMap(({ site, answers }) =>
    FACTS.filter((fact) => fact !== 'opening_hours').flatMap((kind) =>
      (answers.get(kind) ?? []).flatMap(({ source, state, pages, value }) =>
        source === null
          ? []
          : [{ site: site.website, kind, source, state, pages, isRight: isAnnotated(kind, value, site) }],
      ),
    ),
  )
  const table = tableOf(observations)
  const leftOut = crossValidate(observations, LEAST_OBSERVATIONS)
  console.log(
    `\ncalibration: ${observations.length} values in ${Object.keys(table).length} groups, of which ` +
      `${Object.values(table).filter(([, count]) => count >= LEAST_OBSERVATIONS).length} have ` +
      `${LEAST_OBSERVATIONS} or more`,
  )
  for (const [key, [right, count]] of Object.entries(table))
    if (count >= LEAST_OBSERVATIONS) console.log(`  ${key.padEnd(40)} ${part(right, count)}`)
  console.log(`each site left out in turn: ${leftOut.judged} values got a confidence, ${leftOut.silent} got none`)
  console.log(
    `  expected calibration error ${leftOut.error.toFixed(3)}, squared error ${leftOut.brier.toFixed(4)} ` +
      `(one confidence for all: ${leftOut.flat.brier.toFixed(4)}), ${leftOut.belowBound} of ${leftOut.groups} ` +
      'groups below their lower bound',
  )
  for (const bin of leftOut.bins)
    if (bin.count > 0) console.log(`  said ${bin.said.toFixed(2)}, was ${bin.right.toFixed(2)} (${bin.count})`)
  if (!options.calibrate) return
  writeFileSync(
    TABLE,
    printTable(
      table,
      `${observations.length} values of ${answered.length} small-business sites\n * against hand-made ` +
        'annotations. Right, of how many. Opening hours and values without an annotation are left out.',
    ),
  )
  console.log(`written: ${TABLE}`)
}

function part(some: number, all: number): string {
  return `${all === 0 ? '–' : (some / all).toFixed(3)} (${some}/${all})`.padEnd(16)
}
