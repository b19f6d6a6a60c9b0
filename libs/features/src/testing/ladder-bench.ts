import { Readable } from 'node:stream'
import type { EnrichmentJson } from '@enrichify/contracts'
import { defaultRungs, type Principal, type Rung, type RungKind } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { StartRun } from '../enrichment/run-planner.ts'
import { RunsService } from '../enrichment/runs.service.ts'
import { ArchivesService } from '../pages/archives.service.ts'
import { ConnectionsService } from '../providers/connections.service.ts'
import { CellsService } from '../websets/cells.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { answerEach, ModelServer } from './model-server.ts'
import { openTestServices, type TestServices } from './open-test-services.ts'
import { warcOf } from './warc-of.ts'

export const PRICE = {
  model: 'local-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 500_000,
  outputMicrosPerMillion: 4_000_000,
}
/** Of one call: 1,000 tokens in and 50 out at that price. */
export const COST = 1200
export const FIRMS = ['Alder', 'Birch', 'Cedar', 'Doum', 'Elm', 'Fir', 'Gingko', 'Hazel', 'Ilex', 'Juniper']
export const urlOf = (firm: string): string => `https://${firm.toLowerCase()}.example/`
export const html = (firm: string, more = ''): string =>
  [
    `<html><head><title>${firm} Works</title></head><body><h1>${firm} Works</h1>`,
    `<p>${firm} Works builds ${firm.toLowerCase()} chairs in Oslo.</p>`,
    `<p>The managing director is Ada ${firm}.</p>${more}`,
    '<p>We are a family business and look forward to your visit.</p></body></html>',
  ].join('')
export const PAGES = Object.fromEntries(FIRMS.map((firm) => [urlOf(firm), html(firm)]))

export const quoted = (pattern: RegExp, shown: string) => {
  const found = pattern.exec(shown)
  return found && { value: found[1]!, quote: found[0] }
}
export const answer = (
  question: string,
  more: Partial<Extract<EnrichmentJson, { method: 'answer' }>> = {},
): EnrichmentJson => ({
  method: 'answer',
  question,
  fact: null,
  dataFact: null,
  rungs: defaultRungs(null),
  stop: 'verified',
  examples: true,
  condition: null,
  ...more,
})
export const rung = (kind: RungKind, more: Partial<Rung> = {}): Rung => ({
  kind,
  enabled: true,
  model: null,
  maxMicros: null,
  maxPages: null,
  maxSteps: null,
  ...more,
})

export interface Sheet {
  who: Principal
  websetId: string
  connectionId: string
}

/** For specs of ladders: sheets of made-up firms with their pages in an archive, and a model on loopback. */
export function useLadderBench() {
  let model: ModelServer
  let services: TestServices
  beforeAll(async () => {
    model = await ModelServer.open()
    services = await openTestServices({ OFFLINE: false, ALLOWED_PRIVATE_HOSTS: [model.host] })
  })
  afterAll(async () => {
    await services.close()
    model.close()
  })
  beforeEach(() => {
    model.asked.length = 0
    model.other = () => ({ status: 404, body: '{}' })
    model.reply = ({ text }) =>
      answerEach(text, (question, shown) =>
        /director|leads/i.test(question)
          ? quoted(/The managing director is (Ada \w+)/, shown)
          : quoted(/builds (\w+ chairs)/, shown),
      )
  })

  async function createSheet(pages: Record<string, string> = PAGES, firms = FIRMS): Promise<Sheet> {
    const who = await services.createMember()
    const { websetId } = await services.importText(
      who,
      `Company,Website\n${firms.map((firm) => `${firm} Works,${urlOf(firm)}`).join('\n')}`,
    )
    await attach(who, websetId, pages)
    const { id: connectionId } = await services.get(ConnectionsService).add(who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${model.host}/v1` },
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    return { who, websetId, connectionId }
  }
  async function attach(who: Principal, websetId: string, pages: Record<string, string>) {
    await services
      .get(ArchivesService)
      .attach(who, websetId, { name: 'pages.warc.gz', body: Readable.from([await warcOf(pages)]) })
    await services.idle()
  }
  const add = async (
    { who, websetId }: Sheet,
    name: string,
    plan: EnrichmentJson,
    kind?: 'number' | 'text' | 'phone',
  ) => (await services.get(WebsetsService).addColumn(who, websetId, { name, plan, ...(kind ? { kind } : {}) })).id
  async function run({ who, websetId }: Sheet, columnIds: string[], more: Partial<StartRun> = {}) {
    const { id } = await services.get(RunsService).start(who, websetId, {
      columnIds,
      scope: { kind: 'all' },
      maxPages: 3,
      budgetMicros: 10_000_000,
      priority: 'normal',
      ...more,
    })
    await services.idle()
    return services.get(RunsService).get(who, id)
  }
  const cell = ({ who, websetId }: Sheet, rowId: number, columnId: string) =>
    services.get(CellsService).cell(who, websetId, rowId, columnId)
  const values = async ({ who, websetId }: Sheet, columnId: string) =>
    (await services.get(RowsService).window(who, websetId, { limit: 100 })).rows.map(
      ({ cells }) => cells[columnId] ?? null,
    )

  return {
    get model() {
      return model
    },
    get services() {
      return services
    },
    createSheet,
    attach,
    add,
    run,
    cell,
    values,
  }
}
