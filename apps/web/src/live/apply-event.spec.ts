import type { ExportJob, ImportJob, Run, Webset } from '@enrichify/contracts'
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { beforeEach, describe, expect, it, vi, type Mock } from 'vitest'
import { keys } from '../api/keys.ts'
import type { SheetDocument } from '../document/sheet-document.ts'
import type { SheetTargets } from '../document/sheet-events.ts'
import { applyEvent } from './apply-event.ts'

const websetId = 'w1'
const run = (change: Partial<Run>): Run => ({ id: 'r1', websetId, state: 'running', ...change }) as Run
let client: QueryClient
let sheet: { receive: Mock<SheetDocument['receive']>; reread: Mock<SheetDocument['reread']> }
let targets: SheetTargets

beforeEach(() => {
  client = new QueryClient()
  sheet = { receive: vi.fn(), reread: vi.fn() }
  targets = { client, sheet: (id) => (id === websetId ? sheet : null) }
  client.setQueryData(keys.webset(websetId), { id: websetId, rows: 5, activeRunId: null } as Webset)
})

describe('applyEvent', () => {
  it('gives the changes of a sheet to its document, and to no other', () => {
    applyEvent(targets, { name: 'sheet.changed', payload: { websetId, changes: [] } })
    expect(sheet.receive).toHaveBeenCalledExactlyOnceWith([])
    applyEvent(targets, { name: 'sheet.changed', payload: { websetId: 'other', changes: [] } })
    expect(sheet.receive).toHaveBeenCalledOnce()
  })

  it('holds a run to its end, whatever arrives late', async () => {
    const answers: ((runs: Run[]) => void)[] = []
    const queryFn = () => new Promise<{ runs: Run[] }>((resolve) => answers.push((runs) => resolve({ runs })))
    const observer = new QueryObserver(client, { queryKey: keys.runs(websetId), queryFn })
    const stop = observer.subscribe(() => undefined)
    const state = () => client.getQueryData<{ runs: Run[] }>(keys.runs(websetId))?.runs[0]?.state
    answers[0]!([run({})])
    await vi.waitFor(() => expect(state()).toBe('running'))
    // The list is being read again when the run ends, and the answer is from before.
    void client.invalidateQueries({ queryKey: keys.runs(websetId) })
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({ state: 'finished' }) } })
    answers[1]!([run({})])
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({}) } })
    expect(state()).toBe('finished')
    expect(answers).toHaveLength(3)
    answers[2]!([run({ state: 'finished' })])
    await vi.waitFor(() => expect(client.isFetching()).toBe(0))
    expect(state()).toBe('finished')
    stop()
  })

  it('follows a run from its start to its end', () => {
    client.setQueryData(keys.runs(websetId), { runs: [] })
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: true, run: run({ rowsDone: 1 }) } })
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({ rowsDone: 2 }) } })
    expect(client.getQueryData<{ runs: Run[] }>(keys.runs(websetId))?.runs.map((known) => known.rowsDone)).toEqual([2])
    expect(client.getQueryData<Webset>(keys.webset(websetId))?.activeRunId).toBe('r1')
    expect(sheet.reread).toHaveBeenCalledTimes(1)
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({ state: 'finished' }) } })
    expect(client.getQueryData<Webset>(keys.webset(websetId))?.activeRunId).toBeNull()
    expect(sheet.reread).toHaveBeenCalledTimes(1)
  })

  it('keeps the page of a run in step, and asks for the rest of its report', () => {
    client.setQueryData(keys.runReport('r1'), { run: run({ rowsDone: 1 }), rungs: [] })
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({ rowsDone: 2 }) } })
    expect(client.getQueryData<{ run: Run }>(keys.runReport('r1'))?.run.rowsDone).toBe(2)
    expect(client.getQueryState(keys.runReport('r1'))?.isInvalidated).toBe(true)
    expect(client.getQueryState(keys.runReport('r2'))).toBeUndefined()
  })

  it('lets no answer that was on its way say that a run which is over is at work', async () => {
    const answers = [Promise.withResolvers<{ run: Run }>(), Promise.withResolvers<{ run: Run }>()]
    let asked = 0
    const leave = new QueryObserver(client, {
      queryKey: keys.runReport('r1'),
      queryFn: () => answers[asked++]!.promise,
      initialData: { run: run({}) },
    }).subscribe(() => {})
    applyEvent(targets, { name: 'run.updated', payload: { websetId, rows: false, run: run({ state: 'finished' }) } })
    answers[0]!.resolve({ run: run({}) })
    answers[1]!.resolve({ run: run({ state: 'finished' }) })
    await expect.poll(() => client.isFetching()).toBe(0)
    expect(client.getQueryData<{ run: Run }>(keys.runReport('r1'))?.run.state).toBe('finished')
    leave()
  })

  it('keeps the progress of imports and asks for the link of an export', () => {
    applyEvent(targets, { name: 'import.updated', payload: { websetId, import: { id: 'i1', rows: 7 } as ImportJob } })
    expect(client.getQueryData<ImportJob>(keys.import('i1'))?.rows).toBe(7)
    applyEvent(targets, {
      name: 'export.updated',
      payload: { websetId, export: { id: 'e1', state: 'READY', downloadUrl: null } as ExportJob },
    })
    expect(client.getQueryState(keys.export('e1'))?.isInvalidated).toBe(true)
  })
})
