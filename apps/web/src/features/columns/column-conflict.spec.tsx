// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { ColumnGone } from './column-conflict.tsx'

it('says at once who moved the column to the trash, and brings it back', async () => {
  const onRestore = vi.fn(() => Promise.resolve())
  const onClose = vi.fn()
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ColumnGone by="Berta" isChanged onRestore={onRestore} onClose={onClose} />
    </QueryClientProvider>,
  )
  expect(screen.getByRole('alert').textContent).toContain(
    'Berta moved this column to the trash. What you typed is still here, and not saved.',
  )
  screen.getByRole('button', { name: 'Bring it back' }).click()
  await vi.waitFor(() => expect(onRestore).toHaveBeenCalledOnce())
  screen.getByRole('button', { name: 'Close' }).click()
  expect(onClose).toHaveBeenCalledOnce()
})
