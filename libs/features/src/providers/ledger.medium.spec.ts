import { Database, LedgerRepository, SpendingRepository, type NewCall } from '@enrichify/database'
import { ProviderFailure, type Principal } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { MONTH, payingWorkspace } from '../testing/paying-workspace.ts'
import type { Candidate } from './connection-directory.ts'
import { Ledger } from './ledger.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices({ DATABASE_POOL: 24 })))
afterAll(() => services.close())

const workspace = () => payingWorkspace(services)
const ours = async (): Promise<boolean> => true
const ledger = (): Ledger => services.get(Ledger)
const meter = async (who: Principal) =>
  (
    await services
      .get(Database)
      .inScope(who, (tx) => services.get(LedgerRepository).meters(tx, [['workspace_month', MONTH]]))
  )[0]
const limit = (who: Principal, micros: number | null) =>
  services
    .get(Database)
    .inScope(who, (tx) => services.get(LedgerRepository).setLimit(tx, 'workspace_month', MONTH, micros))

/** A complete call, as the gateway makes it. The provider states the cost. */
async function buy(who: Principal, candidate: Candidate, call: NewCall, costMicros: number): Promise<void> {
  const reservation = await ledger().reserve(who, call, candidate, ours)
  if (reservation.kind !== 'reserved') throw new Error('answered already')
  await ledger().dispatch(who, reservation.id, candidate)
  await ledger().settle(who, reservation.id, { costMicros, usage: null, answer: { ok: true } })
}

describe('a budget', () => {
  it('is exact to one millionth with 64 buyers at once, whatever each call costs', async () => {
    const { who, candidate, call } = await workspace()
    const many = { ...candidate, limits: { ...candidate.limits, concurrency: 1000 } }
    await limit(who, 10_000)
    let spent = 0
    let refused = 0
    const buyer = async (seed: number): Promise<void> => {
      for (let turn = 0; turn < 8; turn++) {
        const cost = 20 + ((seed * 31 + turn * 17) % 80)
        await buy(who, many, call(), cost).then(
          () => (spent += cost),
          (error: Error) => {
            expect(error.name).toBe('BudgetExceeded')
            refused++
          },
        )
      }
    }
    await Promise.all(Array.from({ length: 64 }, (_, seed) => buyer(seed)))
    expect(refused).toBeGreaterThan(0)
    expect(spent).toBeLessThanOrEqual(10_000)
    // The rest is less than one more call could cost.
    expect(spent).toBeGreaterThan(10_000 - 100)
    expect(await meter(who)).toMatchObject({ spentMicros: spent, reservedMicros: 0 })
  })

  it('is raised or lowered at once; below the amount already spent, nothing more is sent', async () => {
    const { who, candidate, call } = await workspace()
    await limit(who, 150)
    await buy(who, candidate, call(), 90)
    await expect(buy(who, candidate, call(), 90)).rejects.toMatchObject({
      name: 'BudgetExceeded',
      meter: { kind: 'workspace_month', limitMicros: 150, spentMicros: 90 },
    })
    await limit(who, 10)
    await expect(buy(who, candidate, call(), 1)).rejects.toThrow()
    await limit(who, null)
    await buy(who, candidate, call(), 90)
    expect(await meter(who)).toMatchObject({ spentMicros: 180, reservedMicros: 0 })
  })
})

describe('an attempt', () => {
  it('that was settled is answered from the ledger and never paid again', async () => {
    const { who, candidate, call } = await workspace()
    const what = call()
    await buy(who, candidate, what, 70)
    expect(await ledger().reserve(who, what, candidate, ours)).toMatchObject({
      kind: 'answered',
      source: 'earlier',
      call: { costMicros: 70, answer: { ok: true } },
    })
    expect(await ledger().reserve(who, call({ requestHash: what.requestHash }), candidate, ours)).toMatchObject({
      kind: 'answered',
      source: 'cache',
    })
    expect(await meter(who)).toMatchObject({ spentMicros: 70, reservedMicros: 0 })
  })

  it('that was sent and never answered is uncertain: reserved and not sent again until a person decides', async () => {
    const { who, candidate, call } = await workspace()
    const what = call()
    const first = await ledger().reserve(who, what, candidate, ours)
    await ledger().dispatch(who, (first as { id: string }).id, candidate)
    // The worker dies here, and another one takes the row.
    await expect(ledger().reserve(who, what, candidate, ours)).rejects.toMatchObject({ kind: 'uncertain' })
    expect(await meter(who)).toMatchObject({ spentMicros: 0, reservedMicros: 100 })
    await services
      .get(Database)
      .inScope(who, (tx) =>
        services.get(LedgerRepository).decide(tx, [(first as { id: string }).id], 'not_charged', null, who.userId),
      )
    expect(await meter(who)).toMatchObject({ spentMicros: 0, reservedMicros: 0 })
    expect(await ledger().reserve(who, what, candidate, ours)).toMatchObject({ kind: 'reserved' })
  })

  it('whose answer comes after it was marked uncertain is settled all the same', async () => {
    const { who, candidate, call } = await workspace()
    const what = call()
    const { id } = (await ledger().reserve(who, what, candidate, ours)) as { id: string }
    await ledger().dispatch(who, id, candidate)
    await ledger().markUncertain(who, id, new ProviderFailure('timed_out', 'late', { charge: 'unknown' }))
    await ledger().settle(who, id, { costMicros: 33, usage: null, answer: { ok: 1 } })
    expect(await meter(who)).toMatchObject({ spentMicros: 33, reservedMicros: 0 })
  })

  it('is sent again if the user chose so; the uncertain one stays, with its money reserved', async () => {
    const { who, candidate, call } = await workspace()
    const again = { ...candidate, connection: { ...candidate.connection, resend: 'again' as const } }
    const what = call()
    const { id } = (await ledger().reserve(who, what, again, ours)) as { id: string }
    await ledger().dispatch(who, id, again)
    const second = await ledger().reserve(who, what, again, ours)
    expect(second).toMatchObject({ kind: 'reserved' })
    expect((second as { id: string }).id).not.toBe(id)
    expect(await meter(who)).toMatchObject({ reservedMicros: 200 })
  })

  it('is reserved once by two workers that begin it at the same moment', async () => {
    const { who, candidate, call } = await workspace()
    const what = call()
    const found = await Promise.all([1, 2, 3, 4].map(() => ledger().reserve(who, what, candidate, ours)))
    expect(new Set(found.map((each) => (each as { id: string }).id)).size).toBe(1)
    expect(await meter(who)).toMatchObject({ reservedMicros: 100 })
  })

  it('of a worker that lost its row reserves nothing', async () => {
    const { who, candidate, call } = await workspace()
    await expect(ledger().reserve(who, call(), candidate, async () => false)).rejects.toMatchObject({
      name: 'LeaseLost',
    })
    expect(await meter(who)).toBeUndefined()
  })

  it('waits for a place if the service limits parallel calls', async () => {
    const { who, candidate, call } = await workspace()
    const narrow = { ...candidate, limits: { ...candidate.limits, concurrency: 1 } }
    const first = (await ledger().reserve(who, call(), narrow, ours)) as { id: string }
    const second = (await ledger().reserve(who, call(), narrow, ours)) as { id: string }
    expect(await ledger().dispatch(who, first.id, narrow)).toBe('sent')
    expect(await ledger().dispatch(who, second.id, narrow)).toBe('full')
    await ledger().settle(who, first.id, { costMicros: 1, usage: null, answer: {} })
    expect(await ledger().dispatch(who, second.id, narrow)).toBe('sent')
  })
})

it('the sums are those of the lines, and another workspace sees none of them', async () => {
  const { who, candidate, call } = await workspace()
  for (const cost of [10, 20, 30]) await buy(who, candidate, call(), cost)
  await services.get(Database).inScope(who, async (tx) => {
    expect(await services.get(SpendingRepository).month(tx, MONTH)).toMatchObject({
      calls: 3,
      micros: 60,
      uncertain: 0,
    })
    const first = await services.get(SpendingRepository).lines(tx, { limit: 2 })
    const last = first.at(-1)!
    expect(
      await services
        .get(SpendingRepository)
        .lines(tx, { limit: 2, before: `${last.createdAt.toISOString()}_${last.id}` }),
    ).toHaveLength(1)
  })
  const stranger = await services.createMember()
  await services
    .get(Database)
    .inScope(stranger, async (tx) =>
      expect(await services.get(SpendingRepository).lines(tx, { limit: 10 })).toEqual([]),
    )
})
