import { defaultRungs } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { ConnectionsService } from '../providers/connections.service.ts'
import { answer, COST, html, PAGES, PRICE, quoted, rung, urlOf, useLadderBench } from '../testing/ladder-bench.ts'
import { answerEach } from '../testing/model-server.ts'
import { RunEstimates } from './run-estimates.ts'

const bench = useLadderBench()
const { createSheet, add, run, cell } = bench

describe('a ladder', () => {
  it('asks the expensive rung only if the cheap one found nothing, and the trace says so', async () => {
    const sheet = await createSheet({ ...PAGES, [urlOf('Alder')]: html('Alder', '<p>Phone: +47 22 12 34 56</p>') }, [
      'Alder',
      'Birch',
    ])
    bench.model.reply = ({ text }) => answerEach(text, () => null)
    const phone = await add(
      sheet,
      'Phone',
      answer('What is the phone number?', {
        fact: 'phone',
        rungs: [rung('structured'), rung('patterns'), rung('model')],
      }),
    )
    const done = await run(sheet, [phone])
    expect(bench.model.asked).toHaveLength(1)
    expect(done).toMatchObject({ counts: { verified: 1, empty: { not_on_page: 1 } }, costMicros: COST })
    expect((await cell(sheet, 1, phone)).trace.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['structured', 'nothing'],
      ['patterns', 'answered'],
      ['model', 'skipped'],
    ])
    // Measured on annotated sites, for this fact in visible text. Without a measurement there is no number.
    expect((await cell(sheet, 1, phone)).confidence).toMatchObject({
      accuracy: expect.closeTo(0.97, 1) as number,
      n: expect.any(Number) as number,
    })
    expect((await cell(sheet, 2, phone)).confidence).toBeNull()
    expect(
      (await cell(sheet, 2, phone)).trace.map(({ kind, outcome, costMicros }) => [kind, outcome, costMicros]),
    ).toEqual([
      ['structured', 'nothing', 0],
      ['patterns', 'nothing', 0],
      ['model', 'nothing', COST],
    ])
  })

  it('keeps a weak answer as a candidate beside a better one from a later rung', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    bench.model.reply = ({ text }) =>
      answerEach(text, (_question, shown) =>
        bench.model.asked.length === 1
          ? { value: 'Ada', quote: 'Ada the Great of Nowhere' }
          : quoted(/The managing director is (Ada \w+)/, shown),
      )
    const second = await bench.services.get(ConnectionsService).add(sheet.who, {
      providerId: 'openai-compatible',
      owner: 'workspace',
      settings: { baseUrl: `http://${bench.model.host}/v1` },
      defaultModel: 'local-2',
      prices: [{ ...PRICE, model: 'local-2' }],
    })
    const director = await add(
      sheet,
      'Director',
      answer('Who is the director?', {
        rungs: [rung('model'), rung('model', { model: { connectionId: second.id, model: 'local-2' } })],
      }),
    )
    await run(sheet, [director])
    const found = await cell(sheet, 1, director)
    expect(found).toMatchObject({ value: 'Ada Alder', mark: { state: 'verified' } })
    expect(found.trace.map(({ kind, outcome, quoteFound }) => [kind, outcome, quoteFound])).toEqual([
      ['model', 'weak', false],
      ['model', 'answered', true],
    ])
    expect(found.trace[1]!.passages.length).toBeGreaterThan(0)
  })

  it('answers several questions of one row in one call', async () => {
    const sheet = await createSheet()
    const columns = [
      await add(sheet, 'Director', answer('Who is the director?')),
      await add(sheet, 'Product', answer('What do they build?')),
    ]
    expect(await run(sheet, columns)).toMatchObject({ counts: { verified: 20 }, costMicros: 10 * COST })
    expect(bench.model.asked).toHaveLength(10)
  })

  it('names the cheapest step that is left, with its price', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const fax = await add(sheet, 'Fax', answer('What is the fax number?', { fact: 'fax', rungs: defaultRungs('fax') }))
    const next = await bench.services.get(RunEstimates).nextStep(sheet.who, sheet.websetId, fax)
    expect(next).toMatchObject({ rung: 'model', problem: null })
    expect(next!.micros).toBeGreaterThan(100)
    expect(next!.micros).toBeLessThan(10_000)
    await bench.services.get(ConnectionsService).remove(sheet.who, sheet.connectionId)
    expect(await bench.services.get(RunEstimates).nextStep(sheet.who, sheet.websetId, fax)).toMatchObject({
      micros: null,
      problem: expect.stringContaining('No model') as string,
    })
  })

  it('leaves out a rung that costs more than a cell may', async () => {
    const sheet = await createSheet(PAGES, ['Alder'])
    const director = await add(
      sheet,
      'Director',
      answer('Who is the director?', { rungs: [rung('model', { maxMicros: 5 })] }),
    )
    expect(await run(sheet, [director])).toMatchObject({ counts: { empty: { limit_reached: 1 } }, costMicros: 0 })
    expect(bench.model.asked).toHaveLength(0)
  })
})
