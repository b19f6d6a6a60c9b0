/*
 * How often a false claim passes as proven, and how often a true one does not, over generated pages in twenty
 * languages and, when the corpus is there, over real ones. Ends with 1 when a bar is missed.
 * usage: node --conditions=source bench/quality/quotes/run.ts
 *   [--seed 1] [--per-kind 40] [--show <part of a kind's name>]
 */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { generateCases } from './generate-cases.ts'
import { realCases } from './real-cases.ts'
import { scoreClaims, totalOf, type KindScore } from './score-claims.ts'

const FALSE_ACCEPT_BAR = 0.005
const FALSE_REJECT_BAR = 0.05

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    'per-kind': { type: 'string', default: '40' },
    show: { type: 'string' },
  },
})
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')
const archive = join(corpora, 'web/small-business.warc.gz')

function report(name: string, scores: ReadonlyMap<string, KindScore>): boolean {
  const accept = totalOf(scores, 'refused')
  const reject = totalOf(scores, 'verified')
  console.log(`\n${name}`)
  console.log(
    `  false accept ${share(accept)} of ${accept.cases} false claims of ${accept.kinds} kinds (bar ` +
      `${FALSE_ACCEPT_BAR * 100} %)`,
  )
  console.log(
    `  false reject ${share(reject)} of ${reject.cases} true claims of ${reject.kinds} kinds (bar ` +
      `${FALSE_REJECT_BAR * 100} %)`,
  )
  for (const [key, score] of scores) {
    const kind = key.replace(/^\w+ /, '')
    console.log(
      `  ${score.truth === 'verified' ? 'true ' : 'false'}  ${kind.padEnd(52)} ` +
        `${String(score.wrong).padStart(4)} wrong of ${score.cases}`,
    )
    if (values.show !== undefined && kind.includes(values.show))
      for (const example of score.examples) console.log(`         ${JSON.stringify(example)}`)
  }
  return accept.wrong <= accept.cases * FALSE_ACCEPT_BAR && reject.wrong <= reject.cases * FALSE_REJECT_BAR
}

function share({ wrong, cases }: { wrong: number; cases: number }): string {
  return `${((100 * wrong) / Math.max(1, cases)).toFixed(2)} % (${wrong})`
}

const passed = [report('generated pages', scoreClaims(generateCases(Number(values.seed), Number(values['per-kind']))))]
if (existsSync(archive))
  passed.push(report('real pages of small businesses', scoreClaims(await realCases(archive, Number(values.seed)))))
else console.log(`real pages: skipped, ${archive} is absent; set CORPORA_DIR`)
console.log(passed.every(Boolean) ? '\nevery bar is reached' : '\nmissed')
process.exitCode = passed.every(Boolean) ? 0 : 1
