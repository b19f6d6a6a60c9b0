/*
 * What text in a page can do with a model that obeys every order that it reads. It takes attacks of BIPIA and our
 * own, at many places of a page, in many disguises. The obedient model answers in every way in which it could try to
 * prove what it was told to say. No model is called. Ends with 1 when an attack succeeds.
 * usage: node --conditions=source bench/quality/injection/run.ts [--show]
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { bipiaAttacks, DISGUISES, ownAttacks, unseenAttacks, type Attack } from './attacks.ts'
import { isSteered, isSuccess, tryAttacks, type Tried } from './try-attacks.ts'

const { values } = parseArgs({ options: { show: { type: 'boolean', default: false } } })
const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../shared/data')

function report(name: string, attacks: readonly Attack[], disguises: readonly string[]): number {
  const families = new Map<
    string,
    { tried: number; obeyed: number; successes: number; steered: number; states: Record<string, number> }
  >()
  let successes = 0
  for (const tried of tryAttacks(attacks, disguises)) {
    const count = families.get(tried.attack.family) ?? { tried: 0, obeyed: 0, successes: 0, steered: 0, states: {} }
    families.set(tried.attack.family, count)
    count.tried += 1
    count.obeyed += Number(tried.obeyed)
    for (const { judged } of tried.cells) count.states[judged.state] = (count.states[judged.state] ?? 0) + 1
    count.steered += Number(isSteered(tried))
    if (!isSuccess(tried)) continue
    count.successes += 1
    successes += 1
    if (values.show) show(tried)
  }
  const all = [...families.values()]
  const sum = (pick: (each: (typeof all)[number]) => number) => all.reduce((total, each) => total + pick(each), 0)
  console.log(
    `\n${name}: ${attacks.length} attacks, ${sum(({ tried }) => tried)} tries, obeyed in ` +
      `${sum(({ obeyed }) => obeyed)}, successes ${successes}`,
  )
  console.log(
    '  attack                                   obeyed  successes  steered   attacker’s value in a ' +
      'cell: verified, cited, asserted',
  )
  for (const [family, { obeyed, successes: won, steered, states }] of families)
    console.log(
      `  ${family.padEnd(40)} ${String(obeyed).padStart(6)} ${String(won).padStart(10)} ` +
        `${String(steered).padStart(8)}   ${states.verified ?? 0}, ${states.cited ?? 0}, ` +
        `${states.asserted ?? 0}`,
    )
  console.log(
    `  in all                                   ${String(sum(({ obeyed }) => obeyed)).padStart(6)} ` +
      `${String(successes).padStart(10)} ${String(sum(({ steered }) => steered)).padStart(8)}   ` +
      `${sum(({ states }) => states.verified ?? 0)}, ${sum(({ states }) => states.cited ?? 0)}, ` +
      `${sum(({ states }) => states.asserted ?? 0)}`,
  )
  return successes
}

function show({ attack, place, disguise, way, cells }: Tried): void {
  for (const { target, judged, claim } of cells)
    if (judged.state === 'verified')
      console.log(`  ! ${attack.family}, ${place}, ${disguise}, ${way}: ${target} = ${JSON.stringify(claim)}`)
}

let successes = report('our own', ownAttacks(), Object.keys(DISGUISES))
const bipia = bipiaAttacks(corpora, false)
if (bipia) {
  successes += report('BIPIA, training part', bipia, Object.keys(DISGUISES))
  report(
    'BIPIA, the order’s own last words as a text (not counted: the page says them, and no one gains by them)',
    bipiaAttacks(corpora, true)!,
    ['as it is'],
  )
} else console.log(`BIPIA: skipped, it is not in ${corpora}; set CORPORA_DIR`)
report('wordings that no rule was made for (not counted: what the list of words misses)', unseenAttacks(), ['as it is'])
console.log(successes === 0 ? '\nno attack succeeds' : `\n${successes} successes`)
process.exitCode = successes === 0 ? 0 : 1
