import type { Run } from '@enrichify/contracts'
import type { Receipt } from './counting-provider.ts'
import type { Truth } from './truth.ts'

/** The ledger equals the receipts, and the run's meter says the same. Returns how many calls are uncertain. */
export async function checkLedger(
  truth: Truth,
  run: Run,
  perRow: ReadonlyMap<string, Receipt[]>,
  must: (holds: boolean, sentence: string) => void,
): Promise<number> {
  const calls = await truth.ask<{ name: string; state: string; cost: string; reserved: string }>(
    `select r.cells ->> 'c1' as name, c.state, c.cost_micros as cost, c.reserved_micros as reserved
     from calls c
     join rows r on r.webset_id = c.webset_id and r.id = c.row_id
     where c.run_id = $1`,
    [run.id],
  )
  const settled = calls.filter(({ state }) => state === 'settled')
  const uncertain = calls.filter(({ state }) => state === 'uncertain')
  must(
    calls.every(({ state }) => ['settled', 'uncertain', 'released'].includes(state)),
    `I4: calls are left open: ${JSON.stringify(calls.map(({ state }) => state))}`,
  )
  for (const call of settled) must(perRow.has(call.name), `I4: ${call.name} is settled without a receipt`)
  const known = new Set([...settled, ...uncertain].map(({ name }) => name))
  for (const business of perRow.keys()) must(known.has(business), `I4: the receipt of ${business} is not in the ledger`)
  const sum = (of: { cost: string; reserved: string }[], key: 'cost' | 'reserved'): number =>
    of.reduce((all, call) => all + Number(call[key]), 0)
  must(
    sum(settled, 'cost') === settled.reduce((all, { name }) => all + (perRow.get(name)?.[0]?.micros ?? 0), 0),
    'I4: the ledger has another sum than the receipts',
  )
  must(
    run.costMicros === sum(settled, 'cost') && run.reservedMicros === sum(uncertain, 'reserved'),
    `I4: the meter says ${run.costMicros} spent and ${run.reservedMicros} reserved, the calls ` +
      `${sum(settled, 'cost')} and ${sum(uncertain, 'reserved')}`,
  )
  // A settled answer is in its cell.
  const lost = await truth.count(
    `select count(*)
     from calls c
     join cell_states s on s.webset_id = c.webset_id and s.row_id = c.row_id
     where c.run_id = $1 and c.state = 'settled' and s.run_id = $1 and s.state = 'empty'`,
    [run.id],
  )
  must(lost === 0, `I2: ${lost} settled answers are in no cell`)
  return uncertain.length
}
