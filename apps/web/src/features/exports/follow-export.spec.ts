import { ApiError, type ExportJob } from '@enrichify/contracts'
import { QueryClient } from '@tanstack/react-query'
import { beforeEach, expect, it, vi } from 'vitest'
import { keys } from '../../api/keys.ts'
import { followExport } from './follow-export.ts'

const { said, call } = vi.hoisted(() => ({
  said: [] as { text: string; action?: { label: string; run: () => void } }[],
  call: vi.fn<() => Promise<unknown>>(),
}))
vi.mock('../../ui/toast.ts', () => {
  const toast = (text: string, action?: { label: string; run: () => void }) =>
    said.push({ text, ...(action && { action }) })
  return { toastUntilUsed: toast, toastProblem: toast }
})
vi.mock('../../api/client.ts', () => ({ call }))

const job = (change: Partial<ExportJob>): ExportJob => ({
  id: 'e',
  websetId: 'w',
  format: 'csv',
  state: 'RUNNING',
  fileName: 'Firms.csv',
  rows: 10,
  rowsDone: 1,
  bytes: null,
  message: null,
  downloadUrl: null,
  createdAt: '2026-11-29T12:00:00Z',
  expiresAt: null,
  ...change,
})
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** The export with this id runs, and an event tells of it as the test says. */
function follow(id: string) {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } })
  client.setQueryData(keys.export(id), job({ id }))
  followExport(client, id)
  const hear = async (change: Partial<ExportJob>) => {
    client.setQueryData(keys.export(id), job({ id, ...change }))
    await vi.waitFor(() => expect(client.isFetching()).toBe(0))
    await settle()
  }
  return { client, hear }
}
beforeEach(() => {
  said.length = 0
  call.mockReset()
})

it('says once that the file is ready, and where it is', async () => {
  const { client, hear } = follow('ready')
  followExport(client, 'ready')
  await hear({ rowsDone: 5 })
  expect(said).toEqual([])
  await hear({ state: 'READY', bytes: 2048 })
  await hear({ state: 'READY', bytes: 2048 })
  expect(said).toMatchObject([
    { text: expect.stringMatching(/^Firms.csv is ready \(2/), action: { label: 'Download' } },
  ])
  // The link is asked for when it is used, and the file may be gone by then.
  call.mockResolvedValue(job({ state: 'EXPIRED' }))
  said[0]!.action!.run()
  await vi.waitFor(() => expect(said.at(-1)!.text).toBe('This file has expired. Export again.'))
})

it('says why there is no file, and nothing of one that was cancelled', async () => {
  const failed = follow('failed')
  await failed.hear({ state: 'FAILED', message: 'The disk is full.' })
  expect(said).toEqual([{ text: 'Firms.csv could not be exported. The disk is full.' }])
  const cancelled = follow('cancelled')
  await cancelled.hear({ state: 'CANCELLED' })
  expect(said).toHaveLength(1)
})

it('gives up when the person may not ask any more', async () => {
  const { client } = follow('gone')
  call.mockRejectedValue(new ApiError({ status: 401, code: 'x', title: 'Sign in' } as never))
  await client.refetchQueries({ queryKey: keys.export('gone') })
  await settle()
  expect([
    said,
    client
      .getQueryCache()
      .find({ queryKey: keys.export('gone') })!
      .getObserversCount(),
  ]).toEqual([[], 0])
})
