import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { chooseFacts, FACT_KINDS, isPageBoundTo, verifyQuote, type FactKind } from '../../../libs/domain/src/index.ts'
import { extractPage, type ExtractedPage } from '../../../libs/collection/src/extract/extract-page.ts'
import { choosePromisingLinks } from '../../../libs/collection/src/extract/links/promising-links.ts'
import { archiveKey, readArchive } from './read-archive.ts'

/**
 * Reads the sites of the small-business archive as `enrich` would: home page, then promising links within a budget. Writes JSON Lines and
 * prints how many quotes hold. Run: `node --conditions=source bench/quality/sites/run.ts [result.jsonl]`; with SCORE_SITES set to the scorer it also scores.
 */
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const folder = join(corpora, 'web')
const out = process.argv[2] ?? '/tmp/sites.jsonl'
const BUDGET = 8
const MANY: FactKind[] = ['phone', 'fax', 'email', 'street', 'city', 'region', 'postal_code', 'country', 'people', 'social', 'opening_hours']

const pages = readArchive(join(folder, 'small-business.warc.gz'))
const rows = readFileSync(join(folder, 'small-business.csv'), 'utf8').split(/\r?\n/).slice(1).filter(Boolean)
const started = process.cpuUsage()
const lines: string[] = []
const tally = { cells: 0, verified: 0, quotes: 0, atOffsets: 0, pages: 0, refused: {} as Record<string, number> }

for (const website of rows) {
  const read: ExtractedPage[] = []
  const home = pages.get(archiveKey(website))
  if (home) read.push(extractPage({ html: home.html, url: home.url }))
  const visited: string[] = []
  // Some saved pages are linked from pages that were not saved; the archive's own list stands in for a site map unless SITEMAP=0.
  if (home && process.env.SITEMAP !== '0') {
    const host = archiveKey(website).split('/')[0] ?? ''
    read[0]?.links.push(...[...pages.values()].filter((page) => archiveKey(page.url).startsWith(host)).map((page) => ({ url: page.url, text: '', rel: 'sitemap' })))
  }
  // A link to a page that was not saved costs an attempt and no budget, as a quick 404 would.
  for (let attempts = 0; read[0] && read.length <= BUDGET && attempts < BUDGET * 4; attempts += 1) {
    const next = choosePromisingLinks(read, { wanted: [...FACT_KINDS], budget: 1, visited })[0]
    if (!next) break
    visited.push(next)
    const page = pages.get(archiveKey(next))
    if (page) read.push(extractPage({ html: page.html, url: page.url }))
  }
  tally.pages += read.length
  const cells: Record<string, unknown> = {}
  for (const kind of FACT_KINDS) {
    const chosen = chooseFacts(read, kind).slice(0, MANY.includes(kind) ? 200 : 1)
    const evidence: unknown[] = []
    let verified = chosen.length > 0
    for (const [index, each] of chosen.entries()) {
      const first = each.evidence[0]
      const page = first ? read[first.pageIndex] : undefined
      if (!first || !page) continue
      const { text } = page.evidence
      tally.quotes += 1
      if (text.slice(first.fact.start, first.fact.end) === first.fact.quote) tally.atOffsets += 1
      const verdict = verifyQuote({ text, quote: first.fact.quote, start: first.fact.start, end: first.fact.end, kind, value: each.value })
      const bound = isPageBoundTo({ url: website }, { url: page.url, text })
      if (index === 0 && !(verdict.ok && bound.bound)) verified = false
      if (!verdict.ok) {
        tally.refused[`${kind}:${verdict.reason}`] = (tally.refused[`${kind}:${verdict.reason}`] ?? 0) + 1
        if (process.env.SHOW) console.log('refused', kind, JSON.stringify(each.value), JSON.stringify(first.fact.quote), page.url)
      }
      evidence.push({ value: each.value, quote: first.fact.quote, url: page.url, start: first.fact.start, end: first.fact.end, verified: verdict.ok && bound.bound })
    }
    if (chosen.length > 0) {
      tally.cells += 1
      if (verified) tally.verified += 1
    }
    const values = chosen.map((each) => each.value)
    cells[kind] = { value: values[0] ?? null, values, state: verified ? 'verified' : chosen.length > 0 ? 'cited' : 'empty', empty: chosen.length > 0 ? null : 'not_on_page', evidence }
  }
  lines.push(JSON.stringify({ row: { website }, cells }))
}

const used = process.cpuUsage(started)
writeFileSync(out, `${lines.join('\n')}\n`)
console.log(`${rows.length} sites, ${tally.pages} pages, ${((used.user + used.system) / 1e6).toFixed(1)} s of CPU`)
console.log(`cells verified and bound: ${tally.verified} of ${tally.cells}; quotes at their offsets: ${tally.atOffsets} of ${tally.quotes}; refused:`, tally.refused)
if (process.env.SCORE_SITES) spawnSync('python3', [process.env.SCORE_SITES, out, join(folder, 'small-business.truth.json')], { stdio: 'inherit' })
