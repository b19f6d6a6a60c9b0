import { Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { answer, COST, html, PAGES, quoted, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { answerEach } from '../testing/model-server.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { RunReports } from './run-reports.ts'

const bench = useLadderBench()
const { createSheet, attach, add, run, cell } = bench

describe('refresh', () => {
  it('renews the date of a quote that is still there, asks changed cells, reports contradictions', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    const before = await cell(sheet, 2, director)
    bench.model.asked.length = 0
    // One page has another director, one says the same further down, one is gone, and the others are unchanged.
    const { [urlOf('Juniper')]: _gone, ...rest } = PAGES
    await attach(sheet.who, sheet.websetId, {
      ...rest,
      [urlOf('Alder')]: html('Alder')
        .replace('Ada Alder', 'Eve Alder')
        .replace('The managing director is', 'Now the managing director is'),
      [urlOf('Cedar')]: html('Cedar').replace('<h1>', '<p>We moved to a new place.</p><h1>'),
    })
    bench.model.reply = ({ text }) =>
      answerEach(text, (_question, shown) => quoted(/managing director is (\w+ \w+)/, shown))
    const done = await run(sheet, [director], { mode: 'refresh' })
    expect(bench.model.asked).toHaveLength(1)
    expect(done).toMatchObject({ state: 'finished', counts: { verified: 1, unchanged: 9 }, costMicros: COST })
    const { refresh } = await bench.services.get(RunReports).report(sheet.who, done.id)
    expect(refresh).toMatchObject({ unchanged: 7, moved: 1, contradicted: 1, unreachable: 1 })
    expect(refresh!.cells.map(({ rowLabel, outcome, before: was, after }) => [rowLabel, outcome, was, after])).toEqual([
      ['Alder Works', 'contradicted', 'Ada Alder', 'Eve Alder'],
      ['Juniper Works', 'unreachable', 'Ada Juniper', null],
      ['Cedar Works', 'moved', 'Ada Cedar', 'Ada Cedar'],
    ])
    const after = await cell(sheet, 2, director)
    expect(after.checkedAt).not.toBeNull()
    expect(after.history).toHaveLength(before.history.length)
    expect(after.candidates[0]!.evidence!.captureId).not.toBe(before.candidates[0]!.evidence!.captureId)
    expect((await cell(sheet, 1, director)).history.map(({ before: was, after: is }) => [was, is])).toEqual([
      ['Ada Alder', 'Eve Alder'],
      [null, 'Ada Alder'],
    ])
  })

  it('extracts again from stored pages without fetching', async () => {
    const sheet = await createSheet()
    const director = await add(sheet, 'Director', answer('Who is the director?'))
    await run(sheet, [director])
    await bench.services.get(Database).inScope(sheet.who, (tx) => tx.query('delete from archive_pages'))
    await bench.services
      .get(WebsetsService)
      .updateColumn(sheet.who, sheet.websetId, director, { question: 'Who leads it?' })
    expect(await run(sheet, [director], { mode: 'reextract' })).toMatchObject({
      counts: { verified: 10 },
      pagesFetched: 0,
    })
  })
})
