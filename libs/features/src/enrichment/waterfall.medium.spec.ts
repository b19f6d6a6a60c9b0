import { Readable } from 'node:stream'
import type { EnrichmentJson } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import { defaultRungs, type Principal, type Rung, type RungKind } from '@enrichify/domain'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ArchivesService } from '../pages/archives.service.ts'
import { CapturesService } from '../pages/captures.service.ts'
import { ConnectionsService } from '../providers/connections.service.ts'
import { answerEach, ModelServer } from '../testing/model-server.ts'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { warcOf } from '../testing/warc-of.ts'
import { TrialsService } from '../trials/trials.service.ts'
import { CellsService } from '../websets/cells.service.ts'
import { RowsService } from '../websets/rows.service.ts'
import { UndoService } from '../websets/undo.service.ts'
import { VerdictsService } from '../websets/verdicts.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunEstimates } from './run-estimates.ts'
import type { StartRun } from './run-planner.ts'
import { RunReports } from './run-reports.ts'
import { RunsService } from './runs.service.ts'

const PRICE = {
  model: 'local-1',
  inputMicrosPerMillion: 1_000_000,
  cachedInputMicrosPerMillion: 500_000,
  outputMicrosPerMillion: 4_000_000,
}
const COST = 1200
const FIRMS = ['Alder', 'Birch', 'Cedar', 'Doum', 'Elm', 'Fir', 'Gingko', 'Hazel', 'Ilex', 'Juniper']
const urlOf = (firm: string): string => `https://${firm.toLowerCase()}.example/`
const html = (firm: string, more = ''): string =>
  `<html><head><title>${firm} Works</title></head><body><h1>${firm} Works</h1><p>${firm} Works builds ${firm.toLowerCase()} chairs in Oslo.</p><p>The managing director is Ada ${firm}.</p>${more}<p>We are a family business and look forward to your visit.</p></body></html>`
const PAGES = Object.fromEntries(FIRMS.map((firm) => [urlOf(firm), html(firm)]))

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
const quoted = (pattern: RegExp, shown: string) => {
  const found = pattern.exec(shown)
  return found && { value: found[1]!, quote: found[0] }
}

async function sheet(pages: Record<string, string> = PAGES, firms = FIRMS) {
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
type Sheet = Awaited<ReturnType<typeof sheet>>

async function attach(who: Principal, websetId: string, pages: Record<string, string>) {
  await services
    .get(ArchivesService)
    .attach(who, websetId, { name: 'pages.warc.gz', body: Readable.from([await warcOf(pages)]) })
  await services.idle()
}
const answer = (
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
const rung = (kind: RungKind, more: Partial<Rung> = {}): Rung => ({
  kind,
  enabled: true,
  model: null,
  maxMicros: null,
  maxPages: null,
  maxSteps: null,
  ...more,
})
const add = async ({ who, websetId }: Sheet, name: string, plan: EnrichmentJson, kind?: 'number' | 'text' | 'phone') =>
  (await services.get(WebsetsService).addColumn(who, websetId, { name, plan, ...(kind ? { kind } : {}) })).id
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

describe('a ladder', () => {
  it('asks the dear rung only where the cheap one found nothing, and the trace says so', async () => {
    const given = await sheet({ ...PAGES, [urlOf('Alder')]: html('Alder', '<p>Phone: +47 22 12 34 56</p>') }, [
      'Alder',
      'Birch',
    ])
    model.reply = ({ text }) => answerEach(text, () => null)
    const phone = await add(
      given,
      'Phone',
      answer('What is the phone number?', {
        fact: 'phone',
        rungs: [rung('structured'), rung('patterns'), rung('model')],
      }),
    )
    const done = await run(given, [phone])
    expect(model.asked).toHaveLength(1)
    expect(done).toMatchObject({ counts: { verified: 1, empty: { not_on_page: 1 } }, costMicros: COST })
    expect((await cell(given, 1, phone)).trace.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['structured', 'nothing'],
      ['patterns', 'answered'],
      ['model', 'skipped'],
    ])
    // Measured on annotated sites, for this fact in visible text; what was not measured gets no number.
    expect((await cell(given, 1, phone)).confidence).toMatchObject({
      accuracy: expect.closeTo(0.97, 1) as number,
      n: expect.any(Number) as number,
    })
    expect((await cell(given, 2, phone)).confidence).toBeNull()
    expect(
      (await cell(given, 2, phone)).trace.map(({ kind, outcome, costMicros }) => [kind, outcome, costMicros]),
    ).toEqual([
      ['structured', 'nothing', 0],
      ['patterns', 'nothing', 0],
      ['model', 'nothing', COST],
    ])
  })

  it('keeps an answer that is not enough beside a better one from further up', async () => {
    const given = await sheet(PAGES, ['Alder'])
    model.reply = ({ text }) =>
      answerEach(text, (_question, shown) =>
        model.asked.length === 1
          ? { value: 'Ada', quote: 'Ada the Great of Nowhere' }
          : quoted(/The managing director is (Ada \w+)/, shown),
      )
    const second = await services.get(ConnectionsService).add(given.who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${model.host}/v1` },
      defaultModel: 'local-2',
      prices: [{ ...PRICE, model: 'local-2' }],
    })
    const director = await add(
      given,
      'Director',
      answer('Who is the director?', {
        rungs: [rung('model'), rung('model', { model: { connectionId: second.id, model: 'local-2' } })],
      }),
    )
    await run(given, [director])
    const found = await cell(given, 1, director)
    expect(found).toMatchObject({ value: 'Ada Alder', mark: { state: 'verified' } })
    expect(found.trace.map(({ kind, outcome, quoteFound }) => [kind, outcome, quoteFound])).toEqual([
      ['model', 'weak', false],
      ['model', 'answered', true],
    ])
    expect(found.trace[1]!.passages.length).toBeGreaterThan(0)
  })

  it('answers several questions of one row in one call', async () => {
    const given = await sheet()
    const columns = [
      await add(given, 'Director', answer('Who is the director?')),
      await add(given, 'Product', answer('What do they build?')),
    ]
    expect(await run(given, columns)).toMatchObject({ counts: { verified: 20 }, costMicros: 10 * COST })
    expect(model.asked).toHaveLength(10)
  })

  it('names the cheapest step that is left, with its price', async () => {
    const given = await sheet(PAGES, ['Alder'])
    const fax = await add(given, 'Fax', answer('What is the fax number?', { fact: 'fax', rungs: defaultRungs('fax') }))
    const next = await services.get(RunEstimates).nextStep(given.who, given.websetId, fax)
    expect(next).toMatchObject({ rung: 'model', problem: null })
    expect(next!.micros).toBeGreaterThan(100)
    expect(next!.micros).toBeLessThan(10_000)
    await services.get(ConnectionsService).remove(given.who, given.connectionId)
    expect(await services.get(RunEstimates).nextStep(given.who, given.websetId, fax)).toMatchObject({
      micros: null,
      problem: expect.stringContaining('No model') as string,
    })
  })

  it('leaves out what costs more than a cell may', async () => {
    const given = await sheet(PAGES, ['Alder'])
    const director = await add(
      given,
      'Director',
      answer('Who is the director?', { rungs: [rung('model', { maxMicros: 5 })] }),
    )
    expect(await run(given, [director])).toMatchObject({ counts: { empty: { limit_reached: 1 } }, costMicros: 0 })
    expect(model.asked).toHaveLength(0)
  })
})

describe('columns made from columns', () => {
  it('are asked only where their condition holds, and after what they are made from', async () => {
    const given = await sheet()
    const product = await add(
      given,
      'Product',
      answer('What do they build?', { condition: 'STARTSWITH({Company}, "A") ' }),
    )
    const shout = await add(given, 'Shout', {
      method: 'formula',
      formula: 'UPPER({Product}) & "!"',
      condition: 'NOT(ISBLANK({Product}))',
    })
    const done = await run(given, [shout, product])
    expect(model.asked).toHaveLength(1)
    expect(done.counts).toMatchObject({ verified: 1, asserted: 1, empty: { condition_not_met: 18 } })
    expect((await values(given, shout))[0]).toBe('ALDER CHAIRS!')
  })

  it('put other cells into the question', async () => {
    const given = await sheet(PAGES, ['Birch'])
    const director = await add(given, 'Director', answer('Who leads {Company}?'))
    await run(given, [director])
    expect(model.asked[0]!.text).toContain('q1: Who leads Birch Works?')
    const [column] = (await services.get(WebsetsService).get(given.who, given.websetId)).columns.slice(-1)
    expect(column!.enrichment).toMatchObject({ question: 'Who leads {c1}?' })
  })

  it('go stale when an input changes, wait for a person, and are asked again alone', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    const greeting = await add(given, 'Greeting', {
      method: 'formula',
      formula: '"Dear " & {Director}',
      condition: null,
    })
    await run(given, [director, greeting])
    model.asked.length = 0
    await services
      .get(CellsService)
      .edit(given.who, given.websetId, [{ rowId: 3, columnId: director, text: 'Grace Cedar' }])
    expect(await cell(given, 3, greeting)).toMatchObject({ value: 'Dear Ada Cedar', mark: { stale: true } })
    expect((await cell(given, 2, greeting)).mark.stale).toBeUndefined()
    const again = await run(given, [director, greeting], { scope: { kind: 'only_stale' } })
    expect(again).toMatchObject({ rows: 1 })
    expect(await cell(given, 3, greeting)).toMatchObject({ value: 'Dear Grace Cedar', mark: { state: 'asserted' } })
    expect(model.asked).toHaveLength(0)
    // Another website is another company: everything that was read is stale.
    await services
      .get(CellsService)
      .edit(given.who, given.websetId, [{ rowId: 1, columnId: 'c2', text: urlOf('Birch') }])
    expect((await cell(given, 1, director)).mark.stale).toBe(true)
  })

  it('cannot be made from themselves, nor from columns that are not there', async () => {
    const given = await sheet(PAGES, ['Alder'])
    const one = await add(given, 'One', { method: 'formula', formula: '{Company}', condition: null })
    await add(given, 'Two', { method: 'formula', formula: '{One}', condition: null })
    await expect(
      services.get(WebsetsService).updateColumn(given.who, given.websetId, one, {
        plan: { method: 'formula', formula: '{Two} & "x"', condition: null },
      }),
    ).rejects.toMatchObject({ code: 'column_cycle' })
    await expect(
      add(given, 'Three', { method: 'formula', formula: '{Nobody}', condition: null }),
    ).rejects.toMatchObject({ code: 'unknown_column' })
    await expect(add(given, 'Four', { method: 'formula', formula: 'LEFT(', condition: null })).rejects.toMatchObject({
      code: 'bad_formula',
      details: { at: 5 },
    })
  })

  it('a rerun of an unchanged webset asks nobody; a changed question asks again', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    await run(given, [director])
    model.asked.length = 0
    const rerun = await run(given, [director])
    expect(rerun).toMatchObject({ counts: { unchanged: 10 }, cellsDone: 10, pagesFetched: 0, costMicros: 0 })
    expect(
      await services
        .get(RunEstimates)
        .estimate(given.who, given.websetId, { columnIds: [director], scope: { kind: 'all' } }),
    ).toMatchObject({ calls: 0, freeCells: { unchanged: 10 } })
    await services.get(WebsetsService).updateColumn(given.who, given.websetId, director, { question: 'Who leads it?' })
    expect((await cell(given, 1, director)).mark.stale).toBe(true)
    expect(await run(given, [director])).toMatchObject({ counts: { verified: 10 } })
    expect(model.asked).toHaveLength(10)
  })
})

describe('other ways to a value', () => {
  it('a merge takes the best proven cell with its proof, and shows the others', async () => {
    const given = await sheet(PAGES, ['Alder'])
    const director = await add(given, 'Director', answer('Who is the director?'))
    model.reply = ({ text }) =>
      answerEach(text, (question, shown) =>
        /guess/.test(question)
          ? { value: 'Bob', quote: 'nowhere' }
          : quoted(/The managing director is (Ada \w+)/, shown),
      )
    const guess = await add(given, 'Guess', answer('Your best guess?'))
    const best = await add(given, 'Best', { method: 'merge', columns: [guess, director], condition: null })
    await run(given, [guess, director, best])
    const merged = await cell(given, 1, best)
    expect(merged).toMatchObject({
      value: 'Ada Alder',
      mark: { state: 'verified' },
      candidates: [{ value: 'Ada Alder', evidence: { quote: 'The managing director is Ada Alder' } }],
      trace: [{ kind: 'merge', outcome: 'answered', note: 'From “Director”.' }],
    })
    // What a person says goes before all.
    await services.get(CellsService).edit(given.who, given.websetId, [{ rowId: 1, columnId: guess, text: 'Zoe' }])
    await run(given, [best])
    expect((await cell(given, 1, best)).value).toBe('Zoe')
  })

  it('a score is added up by us from answers that have their quotes', async () => {
    const given = await sheet(PAGES, ['Alder'])
    model.reply = ({ text }) =>
      answerEach(text, (question, shown) =>
        /chairs/.test(question)
          ? { value: 'yes', quote: quoted(/builds (\w+ chairs)/, shown)!.quote }
          : /family/.test(question)
            ? { value: 'yes', quote: 'words that stand nowhere' }
            : null,
      )
    const score = await add(given, 'Fit', {
      method: 'score',
      criteria: [
        { name: 'Makes chairs', question: 'Does it make chairs?', weight: 60 },
        { name: 'Family business', question: 'Is it a family business?', weight: 30 },
        { name: 'In Chile', question: 'Is it in Chile?', weight: 10 },
      ],
      rungs: [rung('model')],
      condition: null,
    })
    await run(given, [score])
    expect(await cell(given, 1, score)).toMatchObject({
      value: 60,
      mark: { state: 'asserted' },
      trace: [
        {
          note: 'Makes chairs (60): yes · Family business (30): claimed without words that say so · In Chile (10): no',
        },
      ],
    })
    expect(model.asked).toHaveLength(1)
  })

  it('a request per row goes through the address guard, is stored and quoted', async () => {
    const given = await sheet(PAGES, ['Alder', 'Birch'])
    const seen: { path: string; body: string }[] = []
    model.other = (url, body) => {
      seen.push({ path: url.pathname + url.search, body })
      return url.searchParams.get('name') === 'Alder Works'
        ? { body: '{"data":[{"size":42,"name":"Alder Works"}]}' }
        : { body: '{"data":[]}' }
    }
    const request = {
      verb: 'GET' as const,
      url: `http://${model.host}/size?name={Company}`,
      headers: { host: 'evil', 'x-name': '{Company}' },
      body: '',
      path: 'data[0].size',
    }
    const size = await add(given, 'Size', { method: 'http', request, condition: null }, 'number')
    await run(given, [size])
    expect(seen.map(({ path }) => path).sort()).toEqual(['/size?name=Alder%20Works', '/size?name=Birch%20Works'])
    const found = await cell(given, 1, size)
    expect(found).toMatchObject({
      value: 42,
      mark: { state: expect.stringMatching(/cited|verified/) as string },
      candidates: [{ evidence: { quote: '"size": 42' } }],
    })
    expect(
      (await services.get(CapturesService).get(given.who, found.candidates[0]!.evidence!.captureId)).html,
    ).toContain('<pre')
    expect((await cell(given, 2, size)).mark.empty).toBe('not_on_page')
    const inside = await add(given, 'Inside', {
      method: 'http',
      request: { ...request, url: 'http://169.254.169.254/latest/{Company}' },
      condition: null,
    })
    await run(given, [inside])
    expect((await cell(given, 1, inside)).mark.empty).toBe('page_blocked')
    const quoting = await add(given, 'Post', {
      method: 'http',
      request: { ...request, verb: 'POST', url: `http://${model.host}/post`, body: '{"name":"{Company}"}' },
      condition: null,
    })
    await services
      .get(CellsService)
      .edit(given.who, given.websetId, [{ rowId: 2, columnId: 'c1', text: 'B","admin":"1' }])
    await run(given, [quoting], { scope: { kind: 'rows', rowIds: [2] } })
    expect(JSON.parse(seen.at(-1)!.body)).toEqual({ name: 'B","admin":"1' })
    await expect(
      add(given, 'Host', { method: 'http', request: { ...request, url: 'https://{Website}/' }, condition: null }),
    ).rejects.toMatchObject({ code: 'bad_address' })
  })

  it('a data service answers named facts, its answer is stored and quoted', async () => {
    const given = await sheet(PAGES, ['Alder'])
    await services
      .get(ConnectionsService)
      .add(given.who, { providerId: 'gleif', owner: 'workspace', settings: { baseUrl: `http://${model.host}` } })
    model.other = () => ({
      body: JSON.stringify({
        data: [
          {
            id: '5299000J2N45DDNE4Y28',
            attributes: {
              entity: {
                legalName: { name: 'Alder Works AS' },
                legalAddress: { addressLines: ['Storgata 1'], city: 'Oslo', country: 'NO' },
                status: 'ACTIVE',
              },
            },
          },
        ],
      }),
    })
    const plan = (question: string, dataFact: 'company.lei' | 'company.city') =>
      answer(question, { dataFact, rungs: [rung('data')], stop: 'cited' })
    const columns = [
      await add(given, 'LEI', plan('What is its LEI?', 'company.lei')),
      await add(given, 'City', plan('In which city is it?', 'company.city')),
    ]
    expect(await run(given, columns)).toMatchObject({ counts: { cited: 2 }, costMicros: 0 })
    expect(await cell(given, 1, columns[1]!)).toMatchObject({
      value: 'Oslo',
      candidates: [{ reason: 'service_says', evidence: { quote: 'company.city: Oslo' } }],
      trace: [{ kind: 'data', outcome: 'answered', by: 'GLEIF', note: 'Record “Alder Works AS”' }],
    })
  })

  it('a search finds pages elsewhere; a page of another host must name the row', async () => {
    const elsewhere = {
      'https://news.example/alder':
        '<html><body><h1>News</h1><p>Alder Works was founded in 1987 by two sisters.</p></body></html>',
      'https://other.example/': '<html><body><p>Somebody else was founded in 1901.</p></body></html>',
    }
    const given = await sheet({ ...PAGES, ...elsewhere }, ['Alder'])
    // An archive is searched by what was read of it: the press page is read for another row first.
    const press = await services.importText(given.who, 'Site\nhttps://news.example/alder')
    await attach(given.who, press.websetId, elsewhere)
    await run({ ...given, websetId: press.websetId }, [
      await add(
        { ...given, websetId: press.websetId },
        'Description',
        answer('What is said?', { fact: 'description', rungs: [rung('structured'), rung('patterns')] }),
      ),
    ])
    model.reply = ({ text }) => answerEach(text, (_question, shown) => quoted(/founded in (\d{4})/, shown))
    const founded = await add(
      given,
      'Founded',
      answer('In which year was it founded?', { rungs: [rung('search')] }),
      'number',
    )
    await run(given, [founded])
    const found = await cell(given, 1, founded)
    expect(found).toMatchObject({
      value: 1987,
      mark: { state: 'verified' },
      candidates: [{ evidence: { url: 'https://news.example/alder' } }],
    })
    expect(found.trace.map(({ kind, by }) => [kind, by])).toEqual([
      ['search', 'stored pages'],
      ['search', 'local-1'],
    ])
  })
})

describe('the live web', () => {
  it('is searched by a connected service, once per question, and the page that it finds is fetched, stored and quoted', async () => {
    const who = await services.createMember()
    const { websetId } = await services.importText(who, 'Company\nAlder Works')
    await services.get(ConnectionsService).add(who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${model.host}/v1` },
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    await services.get(ConnectionsService).add(who, {
      providerId: 'searxng',
      owner: 'workspace',
      settings: { baseUrl: `http://${model.host}` },
      prices: [{ model: null, microsPerCall: 700 }],
    })
    const queries: string[] = []
    model.other = (url) => {
      if (url.pathname === '/search') queries.push(url.searchParams.get('q')!)
      if (url.pathname === '/search')
        return {
          body: JSON.stringify({
            query: 'x',
            results: [
              { url: `http://${model.host}/press`, title: 'Press', content: 'Alder' },
              { url: 'http://169.254.169.254/', title: 'Inside', content: '' },
            ],
          }),
        }
      return url.pathname === '/press'
        ? { type: 'text/html', body: '<html><body><p>Alder Works was founded in 1987.</p></body></html>' }
        : { status: 404, body: '' }
    }
    model.reply = ({ text }) => answerEach(text, (_question, shown) => quoted(/founded in (\d{4})/, shown))
    const given = { who, websetId, connectionId: '' }
    const founded = await add(
      given,
      'Founded',
      answer('In which year was it founded?', { rungs: [rung('search')] }),
      'number',
    )
    expect(await run(given, [founded])).toMatchObject({ counts: { verified: 1 }, costMicros: COST + 700 })
    expect(queries).toEqual(['Alder Works year founded'])
    expect(await cell(given, 1, founded)).toMatchObject({
      value: 1987,
      trace: [
        { kind: 'search', by: 'SearXNG', costMicros: 700 },
        { kind: 'search', by: 'local-1', costMicros: COST },
      ],
    })
  })
})

describe('what people say', () => {
  it('is remembered: approved cells are shown as examples, and what is wrong is to be asked again', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    await run(given, [director], { scope: { kind: 'first', count: 2 } })
    await services.get(VerdictsService).judge(given.who, given.websetId, 1, director, { verdict: 'right' })
    const [marked] = await services
      .get(VerdictsService)
      .judge(given.who, given.websetId, 2, director, { verdict: 'wrong' })
    expect(marked).toMatchObject({ rowId: 2, mark: { stale: true } })
    expect(await cell(given, 1, director)).toMatchObject({ verdict: 'right' })
    model.asked.length = 0
    await run(given, [director])
    const texts = model.asked.map(({ text }) => text)
    expect(texts).toHaveLength(9)
    expect(texts.every((text) => text.includes('- for q1: Ada Alder, from “The managing director is Ada Alder”'))).toBe(
      true,
    )
  })

  it('decides between sources that disagree, and is trusted the next time', async () => {
    const conflicting = (firm: string) =>
      html(
        firm,
        `<script type="application/ld+json">{"@type":"Organization","name":"${firm} Works","foundingDate":"1950"}</script><p>Founded in 1987.</p>`,
      )
    const given = await sheet(Object.fromEntries(FIRMS.map((firm) => [urlOf(firm), conflicting(firm)])))
    const founded = await add(
      given,
      'Founded',
      answer('In which year was it founded?', { fact: 'founded', rungs: [rung('structured'), rung('patterns')] }),
    )
    await run(given, [founded], { scope: { kind: 'first', count: 5 } })
    const first = await cell(given, 1, founded)
    expect(first).toMatchObject({ value: 1950, mark: { state: 'verified', conflict: true, candidates: 2 } })
    for (const rowId of [1, 2, 3, 4]) {
      const right = (await cell(given, rowId, founded)).candidates.find(({ value }) => value === 1987)!
      await services
        .get(VerdictsService)
        .judge(given.who, given.websetId, rowId, founded, { verdict: 'right', evidenceId: right.evidence!.id })
    }
    expect(await cell(given, 1, founded)).toMatchObject({ value: 1987, mark: { state: 'human' } })
    await run(given, [founded])
    expect(await cell(given, 9, founded)).toMatchObject({ value: 1987, mark: { state: 'verified', conflict: true } })
    expect(await services.get(UndoService).undo(given.who, given.websetId)).toBe('choosing a value')
  })
})

describe('refresh', () => {
  it('dates anew what still stands, asks only for what has changed, and tells what was contradicted', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    await run(given, [director])
    const before = await cell(given, 2, director)
    model.asked.length = 0
    // One page has another director, one says the same further down, one is gone; the others are as they were.
    const { [urlOf('Juniper')]: _gone, ...rest } = PAGES
    await attach(given.who, given.websetId, {
      ...rest,
      [urlOf('Alder')]: html('Alder')
        .replace('Ada Alder', 'Eve Alder')
        .replace('The managing director is', 'Now the managing director is'),
      [urlOf('Cedar')]: html('Cedar').replace('<h1>', '<p>We moved to a new place.</p><h1>'),
    })
    model.reply = ({ text }) => answerEach(text, (_question, shown) => quoted(/managing director is (\w+ \w+)/, shown))
    const done = await run(given, [director], { mode: 'refresh' })
    expect(model.asked).toHaveLength(1)
    expect(done).toMatchObject({ state: 'finished', counts: { verified: 1, unchanged: 9 }, costMicros: COST })
    const { refresh } = await services.get(RunReports).report(given.who, done.id)
    expect(refresh).toMatchObject({ unchanged: 7, moved: 1, contradicted: 1, unreachable: 1 })
    expect(refresh!.cells.map(({ rowLabel, outcome, before: was, after }) => [rowLabel, outcome, was, after])).toEqual([
      ['Alder Works', 'contradicted', 'Ada Alder', 'Eve Alder'],
      ['Juniper Works', 'unreachable', 'Ada Juniper', null],
      ['Cedar Works', 'moved', 'Ada Cedar', 'Ada Cedar'],
    ])
    const after = await cell(given, 2, director)
    expect(after.checkedAt).not.toBeNull()
    expect(after.history).toHaveLength(before.history.length)
    expect(after.candidates[0]!.evidence!.captureId).not.toBe(before.candidates[0]!.evidence!.captureId)
    expect((await cell(given, 1, director)).history.map(({ before: was, after: is }) => [was, is])).toEqual([
      ['Ada Alder', 'Eve Alder'],
      [null, 'Ada Alder'],
    ])
  })

  it('extracts anew from stored pages without fetching', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    await run(given, [director])
    await services.get(Database).inScope(given.who, (tx) => tx.query('delete from archive_pages'))
    await services.get(WebsetsService).updateColumn(given.who, given.websetId, director, { question: 'Who leads it?' })
    expect(await run(given, [director], { mode: 'reextract' })).toMatchObject({
      counts: { verified: 10 },
      pagesFetched: 0,
    })
  })
})

describe('trials', () => {
  const trials = () => services.get(TrialsService)
  const finished = async (given: Sheet, id: string) => {
    await services.idle()
    return trials().get(given.who, id)
  }

  it('compare two plans over the same pages, and write nothing', async () => {
    const given = await sheet(PAGES, ['Alder', 'Birch', 'Cedar'])
    const director = await add(given, 'Director', answer('Who is the director?'))
    const { id } = await trials().start(given.who, given.websetId, director, {
      kind: 'compare',
      plans: [null, answer('What do they build?')],
      count: 5,
      budgetMicros: 1_000_000,
      storedOnly: false,
    })
    const trial = await finished(given, id)
    expect(trial).toMatchObject({
      state: 'finished',
      costMicros: 6 * COST,
      variants: [{ verified: 3, costMicros: 3 * COST }, { verified: 3 }],
    })
    expect(
      trial.rows.map(({ answers, agree }) => [answers[0]!.value, answers[0]!.quote, answers[1]!.value, agree])[0],
    ).toEqual(['Ada Alder', 'The managing director is Ada Alder', 'alder chairs', false])
    expect(await values(given, director)).toEqual([null, null, null])
  })

  it('gate a full run: a plan that was not tried, or does worse than one before, is refused with what differs', async () => {
    const given = await sheet()
    const director = await add(given, 'Director', answer('Who is the director?'))
    const gold = [1, 2, 3, 4].map((rowId) => ({ rowId, expected: `Ada ${FIRMS[rowId - 1]}` }))
    await trials().setTests(given.who, given.websetId, director, gold)
    await expect(run(given, [director])).rejects.toMatchObject({ code: 'tests_needed' })
    const test = async () =>
      finished(
        given,
        (
          await trials().start(given.who, given.websetId, director, {
            kind: 'test',
            plans: [null],
            count: 5,
            budgetMicros: 1_000_000,
            storedOnly: false,
          })
        ).id,
      )
    expect((await test()).variants[0]).toMatchObject({ right: 4, wrong: 0 })
    expect(await run(given, [director])).toMatchObject({ state: 'finished' })
    await services
      .get(WebsetsService)
      .updateColumn(given.who, given.websetId, director, { question: 'What do they build?' })
    await expect(run(given, [director])).rejects.toMatchObject({ code: 'tests_needed' })
    const worse = await test()
    expect(worse.rows.map(({ expected, answers }) => [expected, answers[0]!.value, answers[0]!.right])[0]).toEqual([
      'Ada Alder',
      'alder chairs',
      false,
    ])
    await expect(run(given, [director])).rejects.toMatchObject({
      code: 'tests_worse',
      details: { right: 0, best: 4, of: 4 },
    })
    expect(await run(given, [director], { scope: { kind: 'first', count: 2 } })).toMatchObject({ state: 'finished' })
    expect(await run(given, [director], { despiteTests: true })).toMatchObject({ state: 'finished' })
    expect(await trials().columnTests(given.who, given.websetId, director)).toMatchObject({
      best: { right: 4, of: 4 },
      current: { right: 0 },
    })
  })

  it('need a budget, stop when told, and are their workspace’s own', async () => {
    const given = await sheet(PAGES, ['Alder'])
    const director = await add(given, 'Director', answer('Who is the director?'))
    const start = (budgetMicros: number | null) =>
      trials().start(given.who, given.websetId, director, {
        kind: 'try',
        plans: [null],
        count: 5,
        budgetMicros,
        storedOnly: false,
      })
    await expect(start(null)).rejects.toMatchObject({ code: 'budget_required' })
    const poor = await finished(given, (await start(3)).id)
    expect(poor).toMatchObject({ state: 'finished', costMicros: 0, rows: [{ answers: [{ empty: 'budget_reached' }] }] })
    const { id } = await start(1_000_000)
    expect(await trials().cancel(given.who, id)).toMatchObject({ state: 'cancelled' })
    expect(await finished(given, id)).toMatchObject({ state: 'cancelled' })
    await expect(trials().get(await services.createMember(), id)).rejects.toMatchObject({ code: 'trial_not_found' })
  })
})
