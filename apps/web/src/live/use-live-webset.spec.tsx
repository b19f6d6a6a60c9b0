// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { keys } from '../api/keys.ts'
import type { SheetDocument } from '../document/sheet-document.ts'
import type { Watch } from './live-connection.ts'
import { useLiveWebset } from './use-live-webset.ts'

const { watched } = vi.hoisted(() => ({ watched: [] as Watch[] }))
vi.mock('./live-connection.ts', () => ({
  watchWebset: (_id: string, watch: Watch) => {
    watched.push(watch)
    return () => undefined
  },
}))

it('asks for the runs whenever events begin to come, because one may have ended before', () => {
  const client = new QueryClient()
  client.setQueryData(keys.runs('w'), { runs: [] })
  const document = { websetId: 'w', catchUp: vi.fn(), queue: { retry: vi.fn() } } as unknown as SheetDocument
  renderHook(() => useLiveWebset(document), {
    wrapper: ({ children }) => <QueryClientProvider client={client}>{children}</QueryClientProvider>,
  })
  const isOld = () => client.getQueryState(keys.runs('w'))!.isInvalidated
  for (const again of [false, true]) {
    client.setQueryData(keys.runs('w'), { runs: [] })
    expect(isOld()).toBe(false)
    watched[0]!.onJoined(again)
    expect(isOld()).toBe(true)
  }
})
