// @vitest-environment jsdom
import { cleanup, fireEvent, render } from '@testing-library/react'
import { Search } from 'lucide-react'
import { toast } from 'sonner'
import { afterEach, expect, it, vi } from 'vitest'
import { ActionsProvider, useActions } from './action-registry.tsx'
import type { Action } from './action.ts'

afterEach(cleanup)

function Screen({ actions }: { actions: Action[] }) {
  useActions(actions)
  return <input aria-label="field" />
}

it('runs what the keyboard asks for, while the screen is there and no one types', () => {
  const run = vi.fn()
  const actions: Action[] = [{ name: 'search', label: 'Search', icon: Search, shortcut: '/', run }]
  const { getByLabelText, rerender } = render(
    <ActionsProvider>
      <Screen actions={actions} />
    </ActionsProvider>,
  )
  fireEvent.keyDown(document.body, { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
  getByLabelText('field').focus()
  fireEvent.keyDown(getByLabelText('field'), { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
  rerender(
    <ActionsProvider>
      <p>another screen</p>
    </ActionsProvider>,
  )
  fireEvent.keyDown(document.body, { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
})

it('says why not', () => {
  const run = vi.fn()
  render(
    <ActionsProvider>
      <Screen
        actions={[{ name: 'x', label: 'X', icon: Search, shortcut: 'x', canRun: () => 'Your role cannot.', run }]}
      />
    </ActionsProvider>,
  )
  fireEvent.keyDown(document.body, { key: 'x' })
  expect(run).not.toHaveBeenCalled()
  expect(toast.getToasts()).toMatchObject([{ title: 'Your role cannot.' }])
})
