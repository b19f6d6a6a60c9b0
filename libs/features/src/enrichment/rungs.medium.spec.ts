import { describe, expect, it } from 'vitest'
import { CapturesService } from '../pages/captures.service.ts'
import { ConnectionsService } from '../providers/connections.service.ts'
import { answer, COST, PAGES, PRICE, quoted, rung, useLadderBench } from '../testing/ladder-bench.ts'
import { answerEach } from '../testing/model-server.ts'
import { CellsService } from '../websets/cells.service.ts'

const bench = useLadderBench()
const { createSheet, attach, add, run, cell } = bench

describe('other ways to a value', () => {
  it('a merge takes the best proven cell with its proof, and shows the others', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    bench.model.reply = ({ text }) =>
      answerEach(text, (question, shown) =>
        /guess/.test(question)
          ? { value: 'Bob', quote: 'nowhere' }
          : quoted(/The managing director is (Ada \w+)/, shown),
      )
    const guess = await add(sheet, 'Guess', answer('Your best guess?'))
    const best = await add(sheet, 'Best', { method: 'merge', columns: [guess, director], condition: null })
    await run(sheet, [guess, director, best])
    const merged = await cell(sheet, 1, best)
    expect(merged).toMatchObject({
      value: 'Ada Alder',
      mark: { state: 'verified' },
      candidates: [{ value: 'Ada Alder', evidence: { quote: 'The managing director is Ada Alder' } }],
      trace: [{ kind: 'merge', outcome: 'answered', note: 'From “Director”.' }],
    })
    // A person's value wins over everything else.
    await bench.services.get(CellsService).edit(sheet.who, sheet.websetId, [{ rowId: 1, columnId: guess, text: 'Zoe' }])
    await run(sheet, [best])
    expect((await cell(sheet, 1, best)).value).toBe('Zoe')
  })

  it('a score is added up by us from answers that have their quotes', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    bench.model.reply = ({ text }) =>
      answerEach(text, (question, shown) =>
        /chairs/.test(question)
          ? { value: 'yes', quote: quoted(/builds (\w+ chairs)/, shown)!.quote }
          : /family/.test(question)
            ? { value: 'yes', quote: 'words that are on no page' }
            : null,
      )
    const score = await add(sheet, 'Fit', {
      method: 'score',
      criteria: [
        { name: 'Makes chairs', question: 'Does it make chairs?', weight: 60 },
        { name: 'Family business', question: 'Is it a family business?', weight: 30 },
        { name: 'In Chile', question: 'Is it in Chile?', weight: 10 },
      ],
      rungs: [rung('model')],
      condition: null,
    })
    await run(sheet, [score])
    expect(await cell(sheet, 1, score)).toMatchObject({
      value: 60,
      mark: { state: 'asserted' },
      trace: [
        {
          note: 'Makes chairs (60): yes · Family business (30): claimed without a quote · In Chile (10): no',
        },
      ],
    })
    expect(bench.model.asked).toHaveLength(1)
  })

  it('a request per row goes through the address guard, is stored and quoted', async () => {
    const sheet = await createSheet(PAGES, ['Alder', 'Birch'])
    const seen: { path: string; body: string }[] = []
    bench.model.other = (url, body) => {
      seen.push({ path: url.pathname + url.search, body })
      return url.searchParams.get('name') === 'Alder Works'
        ? { body: '{"data":[{"size":42,"name":"Alder Works"}]}' }
        : { body: '{"data":[]}' }
    }
    const request = {
      verb: 'GET' as const,
      url: `http://${bench.model.host}/size?name={Company}`,
      headers: { host: 'evil', 'x-name': '{Company}' },
      body: '',
      path: 'data[0].size',
    }
    const size = await add(sheet, 'Size', { method: 'http', request, condition: null }, 'number')
    await run(sheet, [size])
    expect(seen.map(({ path }) => path).sort()).toEqual(['/size?name=Alder%20Works', '/size?name=Birch%20Works'])
    const found = await cell(sheet, 1, size)
    expect(found).toMatchObject({
      value: 42,
      mark: { state: expect.stringMatching(/cited|verified/) as string },
      candidates: [{ evidence: { quote: '"size": 42' } }],
    })
    expect(
      (await bench.services.get(CapturesService).get(sheet.who, found.candidates[0]!.evidence!.captureId)).html,
    ).toContain('<pre')
    expect((await cell(sheet, 2, size)).mark.empty).toBe('not_on_page')
    const inside = await add(sheet, 'Inside', {
      method: 'http',
      request: { ...request, url: 'http://169.254.169.254/latest/{Company}' },
      condition: null,
    })
    await run(sheet, [inside])
    expect((await cell(sheet, 1, inside)).mark.empty).toBe('page_blocked')
    const quoting = await add(sheet, 'Post', {
      method: 'http',
      request: { ...request, verb: 'POST', url: `http://${bench.model.host}/post`, body: '{"name":"{Company}"}' },
      condition: null,
    })
    await bench.services
      .get(CellsService)
      .edit(sheet.who, sheet.websetId, [{ rowId: 2, columnId: 'c1', text: 'B","admin":"1' }])
    await run(sheet, [quoting], { scope: { kind: 'rows', rowIds: [2] } })
    expect(JSON.parse(seen.at(-1)!.body)).toEqual({ name: 'B","admin":"1' })
    await expect(
      add(sheet, 'Host', { method: 'http', request: { ...request, url: 'https://{Website}/' }, condition: null }),
    ).rejects.toMatchObject({ code: 'bad_address' })
  })

  it('a data service answers named facts, its answer is stored and quoted', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    await bench.services
      .get(ConnectionsService)
      .add(sheet.who, { providerId: 'gleif', owner: 'workspace', settings: { baseUrl: `http://${bench.model.host}` } })
    bench.model.other = () => ({
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
      await add(sheet, 'LEI', plan('What is its LEI?', 'company.lei')),
      await add(sheet, 'City', plan('In which city is it?', 'company.city')),
    ]
    expect(await run(sheet, columns)).toMatchObject({ counts: { cited: 2 }, costMicros: 0 })
    expect(await cell(sheet, 1, columns[1]!)).toMatchObject({
      value: 'Oslo',
      candidates: [{ reason: 'service_says', evidence: { quote: 'company.city: Oslo' } }],
      trace: [{ kind: 'data', outcome: 'answered', by: 'GLEIF', note: 'Record “Alder Works AS”' }],
    })
  })

  it('a search finds pages elsewhere; a page of another host must name the row', async () => {
    const elsewhere = {
      'https://news.example/alder':
        '<html><body><h1>News</h1><p>Alder Works was founded in 1987 by two sisters.</p></body></html>',
      'https://other.example/': '<html><body><p>Another firm was founded in 1901.</p></body></html>',
    }
    const sheet = await createSheet({ ...PAGES, ...elsewhere }, ['Alder'])
    // Search in an archive covers the pages that were read, so the press page is read for another row first.
    const press = await bench.services.importText(sheet.who, 'Site\nhttps://news.example/alder')
    await attach(sheet.who, press.websetId, elsewhere)
    await run({ ...sheet, websetId: press.websetId }, [
      await add(
        { ...sheet, websetId: press.websetId },
        'Description',
        answer('What is said?', { fact: 'description', rungs: [rung('structured'), rung('patterns')] }),
      ),
    ])
    bench.model.reply = ({ text }) => answerEach(text, (_question, shown) => quoted(/founded in (\d{4})/, shown))
    const founded = await add(
      sheet,
      'Founded',
      answer('In which year was it founded?', { rungs: [rung('search')] }),
      'number',
    )
    await run(sheet, [founded])
    const found = await cell(sheet, 1, founded)
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
  it('is searched once per question by a connected service; the found page is fetched, stored and quoted', async () => {
    const who = await bench.services.createMember()
    const { websetId } = await bench.services.importText(who, 'Company\nAlder Works')
    await bench.services.get(ConnectionsService).add(who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${bench.model.host}/v1` },
      defaultModel: 'local-1',
      prices: [PRICE],
    })
    await bench.services.get(ConnectionsService).add(who, {
      providerId: 'searxng',
      owner: 'workspace',
      settings: { baseUrl: `http://${bench.model.host}` },
      prices: [{ model: null, microsPerCall: 700 }],
    })
    const queries: string[] = []
    bench.model.other = (url) => {
      if (url.pathname === '/search') queries.push(url.searchParams.get('q')!)
      if (url.pathname === '/search')
        return {
          body: JSON.stringify({
            query: 'x',
            results: [
              { url: `http://${bench.model.host}/press`, title: 'Press', content: 'Alder' },
              { url: 'http://169.254.169.254/', title: 'Inside', content: '' },
            ],
          }),
        }
      return url.pathname === '/press'
        ? { type: 'text/html', body: '<html><body><p>Alder Works was founded in 1987.</p></body></html>' }
        : { status: 404, body: '' }
    }
    bench.model.reply = ({ text }) => answerEach(text, (_question, shown) => quoted(/founded in (\d{4})/, shown))
    const sheet = { who, websetId, connectionId: '' }
    const founded = await add(
      sheet,
      'Founded',
      answer('In which year was it founded?', { rungs: [rung('search')] }),
      'number',
    )
    expect(await run(sheet, [founded])).toMatchObject({ counts: { verified: 1 }, costMicros: COST + 700 })
    expect(queries).toEqual(['Alder Works year founded'])
    expect(await cell(sheet, 1, founded)).toMatchObject({
      value: 1987,
      trace: [
        { kind: 'search', by: 'SearXNG', costMicros: 700 },
        { kind: 'search', by: 'local-1', costMicros: COST },
      ],
    })
  })
})
