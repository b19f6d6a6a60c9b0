import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ConnectionsService } from '../providers/connections.service.ts'
import { SpendingService } from '../providers/spending.service.ts'
import { claim } from '../testing/claim-model.ts'
import { CANARY, COST, PRICE, useModelBench } from '../testing/model-bench.ts'
import { RunReports } from './run-reports.ts'

const bench = useModelBench()
const { createSheet, run, cell, dump } = bench

describe('a key', () => {
  it('cannot be read anywhere: not in the database, not in jobs, not in answers of the services', async () => {
    const sheet = await createSheet()
    bench.model.reply = { status: 400, body: `{"error":{"message":"${CANARY}"}}` }
    const done = await run(sheet)
    await bench.services.get(ConnectionsService).test(sheet.who, sheet.connectionId)
    const shown = JSON.stringify([
      done,
      await bench.services.get(ConnectionsService).list(sheet.who),
      await bench.services.get(SpendingService).calls(sheet.who, { limit: 100 }),
      await bench.services.get(RunReports).report(sheet.who, done.id),
      await cell(sheet, 1),
    ])
    const everything = (await dump(sheet.who)) + shown
    expect(everything).toContain(CANARY.slice(-4))
    expect(everything).not.toContain(CANARY)
    for (const encoding of ['base64', 'hex'] as const)
      expect(everything).not.toContain(Buffer.from(CANARY).toString(encoding))
  })

  it('of a person serves only that person, and is not sent to another address', async () => {
    const sheet = await createSheet()
    await bench.services.get(ConnectionsService).remove(sheet.who, sheet.connectionId)
    const other = await bench.services.createMember('operator', sheet.who.workspaceId)
    await bench.services.get(ConnectionsService).add(sheet.who, {
      providerId: 'openai-compatible',
      owner: 'me',
      settings: { baseUrl: `http://${bench.model.host}/v1` },
      key: CANARY,
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    expect(await bench.services.get(ConnectionsService).list(other)).toEqual([])
    bench.model.reply = claim('', '')
    const theirs = await run({ ...sheet, who: other })
    expect([theirs.counts.empty.needs_model, bench.model.asked.length]).toEqual([11, 0])
    expect((await run(sheet)).costMicros).toBe(11 * COST)
    const [mine] = await bench.services.get(ConnectionsService).list(sheet.who)
    await expect(bench.services.get(ConnectionsService).update(other, mine!.id, { label: 'x' })).rejects.toMatchObject({
      code: 'connection_not_found',
    })
    await expect(
      bench.services
        .get(ConnectionsService)
        .update(sheet.who, mine!.id, { settings: { baseUrl: 'https://evil.example/v1' } }),
    ).rejects.toMatchObject({ code: 'key_required' })
    await expect(
      bench.services.get(ConnectionsService).add(other, { providerId: 'openai', owner: 'workspace', key: 'k' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('is tested by a button, and an address that is not allowed is refused with a sentence', async () => {
    const sheet = await createSheet()
    expect((await bench.services.get(ConnectionsService).test(sheet.who, sheet.connectionId)).test).toMatchObject({
      ok: true,
      message: expect.stringContaining('models') as string,
    })
    const { id } = await bench.services
      .get(ConnectionsService)
      .add(sheet.who, { providerId: 'ollama', owner: 'workspace', settings: { baseUrl: 'http://169.254.169.254/v1' } })
    const { test } = await bench.services.get(ConnectionsService).test(sheet.who, id)
    expect(test).toMatchObject({ ok: false, message: expect.stringContaining('ALLOWED_PRIVATE_HOSTS') as string })
    expect(test!.message).not.toContain('169.254')
    await expect(
      bench.services.get(ConnectionsService).add(sheet.who, { providerId: randomUUID(), owner: 'workspace' }),
    ).rejects.toMatchObject({ code: 'provider_not_found' })
  })
})
