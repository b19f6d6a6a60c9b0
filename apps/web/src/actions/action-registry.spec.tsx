// @vitest-environment jsdom
import { cleanup, fireEvent, render } from '@testing-library/react'
import { Search } from 'lucide-react'
import type { ReactNode } from 'react'
import { afterEach, expect, it, vi } from 'vitest'
import { ActionsProvider, useActions } from './action-registry.tsx'
import type { Action } from './action.ts'

afterEach(cleanup)

const onRefused = vi.fn()
const isTyping = vi.fn(() => false)
function Provider({ children }: { children: ReactNode }) {
  return (
    <ActionsProvider isTyping={isTyping} onRefused={onRefused}>
      {children}
    </ActionsProvider>
  )
}

function Screen({ actions }: { actions: Action[] }) {
  useActions(actions)
  return <input aria-label="field" />
}

it('runs what the keyboard asks for, while the screen is there and no one types', () => {
  const run = vi.fn()
  const actions: Action[] = [{ name: 'search', label: 'Search', icon: Search, shortcut: '/', run }]
  const { getByLabelText, rerender } = render(
    <Provider>
      <Screen actions={actions} />
    </Provider>,
  )
  fireEvent.keyDown(document.body, { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
  getByLabelText('field').focus()
  fireEvent.keyDown(getByLabelText('field'), { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
  isTyping.mockReturnValueOnce(true)
  getByLabelText('field').blur()
  fireEvent.keyDown(document.body, { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
  rerender(
    <Provider>
      <p>another screen</p>
    </Provider>,
  )
  fireEvent.keyDown(document.body, { key: '/' })
  expect(run).toHaveBeenCalledTimes(1)
})

it('says why not', () => {
  const run = vi.fn()
  render(
    <Provider>
      <Screen
        actions={[{ name: 'x', label: 'X', icon: Search, shortcut: 'x', canRun: () => 'Your role cannot.', run }]}
      />
    </Provider>,
  )
  fireEvent.keyDown(document.body, { key: 'x' })
  expect(run).not.toHaveBeenCalled()
  expect(onRefused).toHaveBeenCalledExactlyOnceWith('Your role cannot.')
})
