/*
 * Benchmark 10: pages per second of `enrichify extract`, beside Readability.js + linkedom + Turndown. Each side is a
 * separate process that reads a folder and writes JSON Lines. It is timed from its start to its end, in turns. Ours
 * writes facts and metadata as well; the peer writes text and Markdown only. F1 is computed from the same output
 * files, by the data sets’ own measures.
 * usage: node --conditions=source bench/extract-speed.bench.ts [--turns 5] [--every 5]
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { spreadOf } from '../e2e/drills/report.ts'
import { mean, shingleF1, wordF1 } from './quality/content/score-text.ts'

const { values } = parseArgs({
  options: { turns: { type: 'string', default: '5' }, every: { type: 'string', default: '5' } },
})
const root = resolve(import.meta.dirname, '..')
const corpora = process.env.CORPORA_DIR ?? resolve(root, '../shared/data')
const scratch = mkdtempSync(join(tmpdir(), 'enrichify-speed-'))

const SIDES = {
  enrichify: (folder: string, out: string) => [
    join(root, 'apps/cli/dist/main.js'),
    'extract',
    folder,
    '--out',
    out,
    '--offline',
  ],
  readability: (folder: string, out: string) => [join(root, 'bench/peers/readability.mjs'), folder, out],
}
type Side = keyof typeof SIDES

/** Every n-th page of a folder, in the order of the names. Returns how many there are. */
function sample(from: string, to: string, every: number): string[] {
  mkdirSync(to, { recursive: true })
  const names = readdirSync(from)
    .filter((name) => /\.html(\.gz)?$/.test(name))
    .sort()
    .filter((_, index) => index % every === 0)
  for (const name of names) copyFileSync(join(from, name), join(to, name))
  return names.map((name) => name.replace(/\.html(\.gz)?$/, ''))
}

function run(side: Side, folder: string): { seconds: number; texts: Map<string, string> } {
  const out = join(scratch, `${side}.jsonl`)
  const began = performance.now()
  const { status } = spawnSync(process.execPath, SIDES[side](folder, out), {
    cwd: root,
    stdio: ['ignore', 'ignore', 'ignore'],
  })
  const seconds = (performance.now() - began) / 1000
  if (status !== 0) throw new Error(`${side} ended with ${status}.`)
  const found = readFileSync(out, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { source: string; text: string | null })
  return {
    seconds,
    texts: new Map(found.map(({ source, text }) => [source.replace(/\.html(\.gz)?$/, ''), text ?? ''])),
  }
}

function compare(name: string, folder: string, ids: string[], score: (texts: string[]) => string): void {
  const speeds: Record<Side, number[]> = { enrichify: [], readability: [] }
  const last = new Map<Side, string[]>()
  for (let turn = 0; turn < Number(values.turns); turn++) {
    for (const side of Object.keys(SIDES) as Side[]) {
      const { seconds, texts } = run(side, folder)
      // A side that leaves pages out is not fast.
      if (texts.size !== ids.length) throw new Error(`${side} wrote ${texts.size} of ${ids.length} pages.`)
      speeds[side].push(ids.length / seconds)
      last.set(
        side,
        ids.map((id) => texts.get(id) ?? ''),
      )
    }
  }
  for (const side of Object.keys(SIDES) as Side[])
    console.log(
      `${name} ${side.padEnd(11)} ${ids.length} pages: ${text(speeds[side], 1)} pages/s, ` +
        `${score(last.get(side) ?? [])}`,
    )
  console.log(
    `${name} ratio: ${text(
      speeds.enrichify.map((speed, turn) => speed / speeds.readability[turn]!),
      2,
    )}`,
  )
}

function text(numbers: readonly number[], digits: number): string {
  const { median, min, max } = spreadOf(numbers)
  return `${median.toFixed(digits)} (${min.toFixed(digits)} to ${max.toFixed(digits)})`
}

try {
  const articles = join(corpora, 'article-extraction-benchmark')
  if (existsSync(articles)) {
    const truths = JSON.parse(readFileSync(join(articles, 'ground-truth.json'), 'utf8')) as Record<
      string,
      { articleBody: string }
    >
    const ids = sample(join(articles, 'html'), join(scratch, 'articles'), 1)
    compare(
      'articles',
      join(scratch, 'articles'),
      ids,
      (texts) =>
        `F1 ${shingleF1(
          texts,
          ids.map((id) => truths[id]?.articleBody ?? ''),
        ).f1.toFixed(4)}`,
    )
  } else console.log(`articles: skipped, ${articles} is absent; set CORPORA_DIR`)

  const wcxb = join(corpora, 'wcxb/dev')
  if (existsSync(wcxb)) {
    execFileSync('tar', ['xf', join(wcxb, 'html.tar.xz'), '-C', scratch])
    const ids = sample(join(scratch, 'html'), join(scratch, 'wcxb'), Number(values.every))
    const truths = ids.map(
      (id) =>
        (
          JSON.parse(readFileSync(join(wcxb, 'ground-truth', `${id}.json`), 'utf8')) as {
            ground_truth: { main_content: string | null }
          }
        ).ground_truth.main_content ?? '',
    )
    compare(
      'wcxb',
      join(scratch, 'wcxb'),
      ids,
      (texts) => `word F1 ${mean(texts.map((found, index) => wordF1(found, truths[index] ?? ''))).toFixed(3)}`,
    )
  } else console.log(`wcxb: skipped, ${wcxb} is absent; set CORPORA_DIR`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
