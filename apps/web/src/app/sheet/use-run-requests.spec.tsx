// @vitest-environment jsdom
import type { Column, Webset } from '@enrichify/contracts'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { useRunRequests } from './use-run-requests.ts'

const column = (id: string, hasModel: boolean) =>
  ({ id, enrichment: { method: 'answer', rungs: [{ kind: 'model', enabled: hasModel }] } }) as unknown as Column

it('shows the price of a column as it is now, not as the page knew it', () => {
  const webset = { id: 'w1', columns: [column('c1', false), column('c2', false)] } as unknown as Webset
  const onWaiting = vi.fn()
  const client = new QueryClient()
  const { result } = renderHook(() => useRunRequests(webset, () => {}, onWaiting), {
    wrapper: ({ children }: { children: ReactNode }) => (
      <QueryClientProvider client={client}>{children}</QueryClientProvider>
    ),
  })
  const request = { columnIds: ['c2'], scope: { kind: 'all' } as const }
  const changed = column('c2', true)
  result.current(request, [changed])
  expect(onWaiting).toHaveBeenCalledExactlyOnceWith({ request, columns: [webset.columns[0], changed] })
})
