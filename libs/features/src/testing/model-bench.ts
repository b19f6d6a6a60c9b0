import { Database } from '@enrichify/database'
import type { Principal } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { RunsService } from '../enrichment/runs.service.ts'
import { ConnectionsService } from '../providers/connections.service.ts'
import { SampleService } from '../sample/sample.service.ts'
import { CellsService } from '../websets/cells.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { ClaimModel } from './claim-model.ts'
import { openTestServices, type TestServices } from './open-test-services.ts'

export const CANARY = 'sk-canary-7d1e55aa90bc4432'
export const PRICE = {
  model: 'local-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 500_000,
  outputMicrosPerMillion: 4_000_000,
}
/** 600 plain, 400 cached and 50 generated tokens at that price. */
export const COST = 600 + 200 + 200

interface Sheet {
  who: Principal
  websetId: string
  connectionId: string
  columnId: string
}

/** For specs of paid calls: the sample webset with one question, and a model that makes the same claim each time. */
export function useModelBench() {
  let model: ClaimModel
  let services: TestServices
  beforeAll(async () => {
    model = await ClaimModel.open()
    services = await openTestServices({ OFFLINE: false, ALLOWED_PRIVATE_HOSTS: [model.host] })
  })
  afterAll(async () => {
    await services.close()
    model.close()
  })
  beforeEach(() => void (model.asked = []))

  async function createSheet(question = 'What do they offer?'): Promise<Sheet> {
    const who = await services.createMember()
    const websetId = await services.get(SampleService).create(who)
    await services.idle()
    const { id: connectionId } = await services.get(ConnectionsService).add(who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${model.host}/v1` },
      key: CANARY,
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    const { id: columnId } = await services.get(WebsetsService).addColumn(who, websetId, { question })
    return { who, websetId, connectionId, columnId }
  }
  async function run({ who, websetId, columnId }: Sheet, change: Partial<Parameters<RunsService['start']>[2]> = {}) {
    const { id } = await services.get(RunsService).start(who, websetId, {
      columnIds: [columnId],
      scope: { kind: 'all' },
      maxPages: 10,
      budgetMicros: 1_000_000,
      priority: 'normal',
      ...change,
    })
    await services.idle()
    return services.get(RunsService).get(who, id)
  }
  const cell = ({ who, websetId, columnId }: Sheet, rowId: number) =>
    services.get(CellsService).cell(who, websetId, rowId, columnId)
  /** Every table of the product, and every job, as text. */
  const dump = (who: Principal) =>
    services.get(Database).inScope(who, async (tx) => {
      const tables = await tx.query<{ name: string }>(
        `select table_name as name from information_schema.tables
         where table_schema = 'enrichify' and table_name <> 'migrations'`,
      )
      const texts: string[] = []
      for (const { name } of tables) texts.push(JSON.stringify(await tx.query(`select t::text as line from ${name} t`)))
      const jobs = await tx.query('select payload::text from outbox')
      return texts.join('\n') + JSON.stringify(jobs)
    })

  return {
    get model() {
      return model
    },
    get services() {
      return services
    },
    createSheet,
    run,
    cell,
    dump,
  }
}
