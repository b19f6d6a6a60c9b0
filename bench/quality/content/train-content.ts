import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { chooseBlocks } from '../../../libs/collection/src/extract/content/choose-blocks.ts'
import { contextCount, contextFeatures } from '../../../libs/collection/src/extract/content/context-features.ts'
import { packModel, predict, type TreeModel } from '../../../libs/collection/src/extract/content/tree-model.ts'
import { binRows, boostTrees, type BoostSettings } from './boost-trees.ts'
/*
 * Trains the block model on the dev pages of WCXB and the article-extraction-benchmark, and prints its results on
 * sites that it was not trained on.
 * usage: node --max-old-space-size=12000 --conditions=source train-content.ts
 *   WCXB_HTML_DIRECTORY CORPORA_DIRECTORY [OUT_FILE]
 */
import { load, countsOf, shinglesOf, type Page, wcxb, articles, folds } from './training-pages.ts'

interface Task {
  rows: Float32Array
  width: number
  labels: Float32Array
  weights: Float32Array
  use: Int32Array
  settings: BoostSettings
}

const stage: BoostSettings = {
  trees: 100,
  depth: 5,
  rate: 0.12,
  rowShare: 0.5,
  featureShare: 0.4,
  minLeaf: 0.5,
  seed: 7,
}

function train(task: Task): Promise<TreeModel> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: task, execArgv: ['--conditions=source'] })
    worker.once('message', done)
    worker.once('error', fail)
  })
}

async function main(): Promise<void> {
  const [htmlDirectory, corpora, out] = process.argv.slice(2)
  if (htmlDirectory === undefined || corpora === undefined)
    throw new Error('usage: train-content.ts WCXB_HTML_DIRECTORY CORPORA_DIRECTORY [OUT_FILE]')
  const pages = load([
    ...wcxb(htmlDirectory, join(corpora, 'wcxb/dev/ground-truth')),
    ...articles(join(corpora, 'article-extraction-benchmark')),
  ])
  const count = pages.reduce((sum, page) => sum + page.blocks.length, 0)
  const width = (pages[0]?.rows.length ?? 0) / (pages[0]?.blocks.length ?? 1)
  const rows = shared(count * width)
  const labels = shared(count)
  const weights = shared(count)
  for (const page of pages) {
    rows.set(page.rows, page.start * width)
    labels.set(page.labels, page.start)
    // Every page weighs the same. A wrong block costs the words that it adds or loses.
    page.blocks.forEach(
      (block, index) =>
        (weights[page.start + index] =
          Math.min((block.words + 1) / Math.max(page.truthWords, 50), 1) * (page.kind === 'news' ? 200 : 100)),
    )
  }
  console.log(`${pages.length} pages, ${count} blocks, ${width} features`)
  const use = (test: (page: Page) => boolean): Int32Array =>
    Int32Array.from(pages.filter(test).flatMap((page) => page.blocks.map((_, index) => page.start + index)))
  const foldNumbers = Array.from({ length: folds }, (_, fold) => fold)

  const firsts = await Promise.all(
    foldNumbers.map((fold) =>
      train({ rows, width, labels, weights, use: use((page) => page.fold !== fold), settings: stage }),
    ),
  )
  const wide = width + contextCount
  const second = shared(count * wide)
  for (const page of pages) {
    const chances = predict(firsts[page.fold] as TreeModel, page.blocks.length, { rows: page.rows, width })
    const context = contextFeatures(page.blocks, chances)
    page.blocks.forEach((_, index) => {
      second.set(page.rows.subarray(index * width, (index + 1) * width), (page.start + index) * wide)
      second.set(
        context.subarray(index * contextCount, (index + 1) * contextCount),
        (page.start + index) * wide + width,
      )
    })
    report.first.set(page, chances)
  }
  console.log('one look', score(pages, report.first))
  const seconds = await Promise.all(
    foldNumbers.map((fold) =>
      train({
        rows: second,
        width: wide,
        labels,
        weights,
        use: use((page) => page.fold !== fold),
        settings: { ...stage, seed: 8 },
      }),
    ),
  )
  for (const page of pages)
    report.second.set(
      page,
      predict(seconds[page.fold] as TreeModel, page.blocks.length, {
        rows: second.subarray(page.start * wide, (page.start + page.blocks.length) * wide),
        width: wide,
      }),
    )
  console.log('two looks', score(pages, report.second))
  console.log('perfect choice of blocks', score(pages, new Map(pages.map((page) => [page, page.labels]))))
  if (out === undefined) return
  const [first, last] = await Promise.all([
    train({ rows, width, labels, weights, use: use(() => true), settings: stage }),
    train({ rows: second, width: wide, labels, weights, use: use(() => true), settings: { ...stage, seed: 8 } }),
  ])
  const line = (name: string, model: TreeModel): string => `export const ${name} =\n  '${packModel(model)}'\n`
  writeFileSync(
    out,
    '// Written by bench/quality/content/train-content.ts from the dev pages of WCXB ' +
      '(Murrough Foley, 2026, CC BY 4.0)\n' +
      '// and article-extraction-benchmark (MIT); not edited by hand.\n' +
      `${line('firstLook', first as TreeModel)}${line('secondLook', last as TreeModel)}`,
  )
}

const report = { first: new Map<Page, Float32Array>(), second: new Map<Page, Float32Array>() }

function score(pages: readonly Page[], chances: ReadonlyMap<Page, Float32Array>): string {
  const results = [0.3, 0.5, 0.6, 0.7, 'expected' as const].map((threshold) => {
    const kinds = new Map<string, number[]>()
    for (const page of pages) {
      const own = chances.get(page) ?? new Float32Array(page.blocks.length)
      const chosen =
        threshold === 'expected' ? chooseBlocks(page.blocks, own) : [...own].map((chance) => chance > threshold)
      const text = page.blocks
        .filter((_, index) => chosen[index])
        .map((block) => block.text)
        .join('\n')
      const got = countsOf(text)
      let total = 0
      let common = 0
      for (const [word, times] of got) {
        total += times
        common += Math.min(times, page.truth.get(word) ?? 0)
      }
      const wanted = [...page.truth.values()].reduce((sum, times) => sum + times, 0)
      const f1 = total + wanted === 0 ? 1 : (2 * common) / (total + wanted)
      for (const kind of page.kind === 'news' ? ['news'] : ['all', page.kind])
        kinds.set(kind, [...(kinds.get(kind) ?? []), f1])
    }
    const precisions: number[] = []
    const recalls: number[] = []
    for (const page of pages) {
      if (page.kind !== 'news') continue
      const own = chances.get(page) ?? new Float32Array(page.blocks.length)
      const chosen =
        threshold === 'expected' ? chooseBlocks(page.blocks, own) : [...own].map((chance) => chance > threshold)
      const [got, wanted] = [
        shinglesOf(
          page.blocks
            .filter((_, index) => chosen[index])
            .map((block) => block.text)
            .join(' '),
        ),
        shinglesOf(page.text),
      ]
      let common = 0
      for (const [run, times] of got) common += Math.min(times, wanted.get(run) ?? 0)
      const size = (bag: Map<string, number>): number =>
        Math.max(
          1,
          [...bag.values()].reduce((sum, times) => sum + times, 0),
        )
      if (got.size > 0) precisions.push(common / size(got))
      recalls.push(common / size(wanted))
    }
    const mean = (values: number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1)
    const [p, r] = [mean(precisions), mean(recalls)]
    kinds.set('runs of four', [(2 * p * r) / (p + r)])
    return [
      threshold,
      new Map(
        [...kinds].map(([kind, values]) => [kind, values.reduce((sum, value) => sum + value, 0) / values.length]),
      ),
    ] as const
  })
  const best = results.reduce((a, b) => ((b[1].get('all') ?? 0) > (a[1].get('all') ?? 0) ? b : a))
  const figure = (kinds: Map<string, number>, kind: string): string => (kinds.get(kind) ?? 0).toFixed(4)
  const all = results.map(
    ([threshold, kinds]) => `${threshold}: ${figure(kinds, 'all')} (articles ${figure(kinds, 'runs of four')})`,
  )
  const kindsOfBest = [...best[1]].map(([kind, value]) => `${kind} ${value.toFixed(3)}`)
  return `${all.join('  ')}\n  at ${best[0]}: ${kindsOfBest.join(', ')}`
}

function shared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * 4))
}

if (isMainThread) await main()
else {
  const task = workerData as Task
  parentPort?.postMessage(
    boostTrees(binRows(task.rows, task.width), task.labels, task.weights, task.use, task.settings),
  )
}
