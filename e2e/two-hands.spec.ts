import { expect, it } from 'vitest'
import { randomOf, workAtRandom } from './sheets/random-hands.ts'
import type { SheetPage } from './sheets/sheet-page.ts'
import { TwoPeople } from './sheets/two-people.ts'

/** Each person's. The drill has 1,000: `EDITS=1000 SEED=$RANDOM npx vitest run --project e2e-alone two-hands`. */
const EDITS = Number(process.env.EDITS) || 30
/** Always the same, so that this does not depend on luck. A drill takes others. */
const SEED = Number(process.env.SEED) || 7

const people = TwoPeople.forFile('two-hands-', { alone: true })

it(
  `two people who work as fast as they can see the same in the end, and it is what is stored (seed ${SEED})`,
  async () => {
    await people.open(20)
    const { made, visit } = people
    const work = (sheet: SheetPage, name: string, seed: number) =>
      visit.client(sheet.page).then((call) => workAtRandom({ ...made, sheet, call, name }, EDITS, randomOf(seed)))
    const done = await Promise.all([work(people.ann, 'a', SEED), work(people.ben, 'b', SEED + 1)])
    console.info(JSON.stringify({ seed: SEED, ann: done[0], ben: done[1] }))
    for (const sheet of [people.ann, people.ben]) {
      await sheet.sort(null)
      await sheet.filter(null)
      await sheet.settle()
    }
    const stored = await people.ann.table()
    for (const sheet of [people.ann, people.ben]) await sheet.showsTable(stored)
    await visit.picture('ann', people.annsPage)
    expect(visit.unexpectedErrors()).toEqual([])
  },
  // One step waits for many others here.
  20 * 60_000,
)
