import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
/*
 * Benchmark 14, the part that needs no model: the size of a call. Labelled pages × 6 columns: our prompt (passages of
 * the page, all columns in one call) beside the whole HTML with one call per cell. It also checks whether the
 * passages still contain the labelled answers, because a cheap prompt without the answer is worth nothing. The
 * labelled answers alone are the floor. Ends with 1 when a bar is missed.
 * usage: node --conditions=source bench/quality/tokens/run.ts
 */
import { extractPage } from '@enrichify/collection'
import {
  composeQuestion,
  normaliseText,
  passageBudget,
  passageQuestions,
  selectPassages,
  type AskedColumn,
  type FactKind,
  type Passage,
  type PassagePage,
} from '@enrichify/domain'
import { spreadOf } from '../../../e2e/drills/report.ts'
import { asColumn } from '../answers/model-strategy.ts'
import { readSites, type FrozenPage, type FrozenSite } from '../read-pages.ts'
import { estimateTokens, findTokenizer, type CountTokens } from './prompt-sizes.ts'

const TOKENS_BAR = 8
const CALLS_BAR = 3
const KINDS: Partial<Record<FactKind, string>> = {
  phone: 'TEL',
  street: 'STREET',
  postal_code: 'ZIPCODE',
  city: 'CITY',
  people: 'PER',
  company_name: 'ORG',
}
const COLUMNS: AskedColumn[] = (Object.keys(KINDS) as FactKind[]).map(asColumn)

interface Sizes {
  ours: number
  html: number
  htmlAtOnce: number
  text: number
  floor: number
}

interface Kept {
  column: string
  onPage: number
  kept: number
  /** Sites or pages with at least one answer, and those that still have one. */
  asked: number
  answerable: number
}

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const base = join(corpora, 'web/small-business')
if (existsSync(`${base}.warc.gz`)) await main()
else console.log(`tokens: skipped, ${base}.warc.gz is absent; set CORPORA_DIR`)

async function main(): Promise<void> {
  const sites = (await readSites(base)).filter(({ pages }) => pages.length > 0)
  const tokenizer = await findTokenizer()
  console.log(
    tokenizer ? `tokens as ${tokenizer.name} counts them` : 'tokens: four characters each, no tokenizer is installed',
  )
  const pages = sites.flatMap((site) =>
    site.pages
      .map((page) => ({ site, pages: [page] }))
      .filter(({ site: { values }, pages: [page] }) =>
        Object.values(KINDS).some((kind) => (values[kind] ?? []).some(({ url }) => url === page!.url)),
      ),
  )
  const passed = measure('one page a row', pages, tokenizer?.count ?? estimateTokens)
  measure(
    'all pages of a site a row',
    sites.map((site) => ({ site, pages: site.pages })),
    tokenizer?.count ?? estimateTokens,
  )
  console.log(
    `calls: 1 for ${COLUMNS.length} columns beside ${COLUMNS.length}, ratio ${COLUMNS.length} (bar ${CALLS_BAR})`,
  )
  process.exitCode = passed && COLUMNS.length >= CALLS_BAR ? 0 : 1
}

function measure(name: string, rows: { site: FrozenSite; pages: FrozenPage[] }[], count: CountTokens): boolean {
  const kept = new Map(COLUMNS.map(({ id }) => [id, { column: id, onPage: 0, kept: 0, asked: 0, answerable: 0 }]))
  const sizes = rows.map(({ site, pages }) => sizesOf(site, pages, count, kept))
  const total = (pick: (each: Sizes) => number) => sizes.reduce((sum, each) => sum + pick(each), 0)
  const ratio = total(({ html }) => html) / total(({ ours }) => ours)
  const { median, min, max } = spreadOf(sizes.map(({ html, ours }) => html / ours))
  console.log(`\n${name}: ${rows.length} rows × ${COLUMNS.length} columns, input tokens`)
  console.log(`  ours, one call                       ${total(({ ours }) => ours)}`)
  console.log(
    `  whole HTML, one call per cell        ${total(({ html }) => html)}   ratio of the sums ` +
      `${ratio.toFixed(1)}, per row ${median.toFixed(1)} (${min.toFixed(1)} to ${max.toFixed(1)})  (bar ` +
      `${TOKENS_BAR})`,
  )
  console.log(
    `  whole HTML, one call                 ${total(({ htmlAtOnce }) => htmlAtOnce)}   ratio ` +
      `${(total(({ htmlAtOnce }) => htmlAtOnce) / total(({ ours }) => ours)).toFixed(1)}`,
  )
  console.log(
    `  whole evidence text, one call        ${total(({ text }) => text)}   ratio ` +
      `${(total(({ text }) => text) / total(({ ours }) => ours)).toFixed(2)}`,
  )
  console.log(
    `  the labelled answers alone, floor    ${total(({ floor }) => floor)}   ours is ${(
      total(({ ours }) => ours) /
      Math.max(
        1,
        total(({ floor }) => floor),
      )
    ).toFixed(1)} times that`,
  )
  for (const { column, onPage, kept: still, asked, answerable } of kept.values())
    console.log(
      `  ${column.padEnd(14)} answers in the passages ${share(still, onPage)}, rows that can still be ` +
        `answered ${share(answerable, asked)}`,
    )
  const all = [...kept.values()]
  const sum = (pick: (each: Kept) => number) => all.reduce((value, each) => value + pick(each), 0)
  console.log(
    `  in all         answers in the passages ${share(
      sum((each) => each.kept),
      sum(({ onPage }) => onPage),
    )}, cells that can still be answered ${share(
      sum(({ answerable }) => answerable),
      sum(({ asked }) => asked),
    )}`,
  )
  return ratio >= TOKENS_BAR
}

function sizesOf(site: FrozenSite, frozen: readonly FrozenPage[], count: CountTokens, kept: Map<string, Kept>): Sizes {
  const pages: PassagePage[] = frozen.map((page) => ({ url: page.url, evidence: extractPage(page).evidence }))
  const passages = selectPassages(pages, passageQuestions(COLUMNS), passageBudget(COLUMNS.length))
  const ask = (columns: readonly AskedColumn[], shown: readonly PassagePage[], parts: readonly Passage[]) => {
    const { system, text, schema } = composeQuestion(columns, new URL(site.website).hostname, shown, parts)
    return count(system) + count(text) + count(JSON.stringify(schema))
  }
  const whole = (shown: readonly PassagePage[]): Passage[] =>
    shown.map((page, index) => ({ page: index, start: 0, end: page.evidence.text.length }))
  const html = frozen.map((page) => ({
    url: page.url,
    evidence: { text: page.html, hash: '', version: 0, segments: [] },
  }))
  const floor = countKept(site, frozen, pages, passages, kept)
  return {
    ours: ask(COLUMNS, pages, passages),
    html: COLUMNS.reduce((sum, column) => sum + ask([column], html, whole(html)), 0),
    htmlAtOnce: ask(COLUMNS, html, whole(html)),
    text: ask(COLUMNS, pages, whole(pages)),
    floor: floor.reduce((sum, text) => sum + count(text), 0),
  }
}

/**
 * Counts the labelled answers that the texts contain, and those that the passages contain. Returns the shortest of
 * each column.
 */
function countKept(
  site: FrozenSite,
  frozen: readonly FrozenPage[],
  pages: readonly PassagePage[],
  passages: readonly Passage[],
  kept: Map<string, Kept>,
): string[] {
  const bare = (text: string) =>
    normaliseText(text)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  const texts = pages.map(({ evidence }) => bare(evidence.text))
  const shown = passages.map(({ page, start, end }) => bare(pages[page]!.evidence.text.slice(start, end)))
  return COLUMNS.flatMap(({ id }) => {
    const wanted = (site.values[KINDS[id as FactKind]!] ?? [])
      .filter(({ url }) => frozen.some((page) => page.url === url))
      .map(({ text }) => text)
      .filter((text) => bare(text).length > 1 && texts.some((each) => each.includes(bare(text))))
    if (wanted.length === 0) return []
    const still = wanted.filter((text) => shown.some((each) => each.includes(bare(text))))
    const entry = kept.get(id)!
    entry.onPage += wanted.length
    entry.kept += still.length
    entry.asked += 1
    entry.answerable += Number(still.length > 0)
    return [[...wanted].sort((a, b) => a.length - b.length)[0]!]
  })
}

function share(some: number, all: number): string {
  return `${all === 0 ? '–' : (some / all).toFixed(3)} (${some}/${all})`
}
