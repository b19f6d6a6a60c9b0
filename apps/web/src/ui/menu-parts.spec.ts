import { Search } from 'lucide-react'
import { expect, it } from 'vitest'
import type { Action } from '../actions/action.ts'
import { menuParts } from './menu-parts.ts'

const action = (name: string, more: Partial<Action> = {}): Action => ({
  name,
  label: name,
  icon: Search,
  run: () => {},
  ...more,
})
const shape = (actions: readonly Action[], nested = false) =>
  menuParts(actions, nested).map((part) =>
    'actions' in part ? [part.kind, ...part.actions.map(({ name }) => name)] : [part.kind, part.action.name],
  )

it('makes a choice of neighbours that are checked or not, and a toggle of a single one', () => {
  expect(
    shape([
      action('ascending', { group: 'view', checked: true }),
      action('descending', { group: 'view', checked: false }),
      action('filter', { group: 'view' }),
      action('practice', { group: 'view', checked: false }),
      action('theme', { group: 'other', checked: false }),
    ]),
  ).toEqual([
    ['choice', 'ascending', 'descending'],
    ['action', 'filter'],
    ['toggle', 'practice'],
    ['toggle', 'theme'],
  ])
})

it('puts neighbours of one sub-menu behind one entry, and inside of it shows them as they are', () => {
  const themes = [
    action('light', { submenu: 'Theme', checked: true }),
    action('dark', { submenu: 'Theme', checked: false }),
  ]
  expect(shape([action('open'), ...themes, action('end')])).toEqual([
    ['action', 'open'],
    ['submenu', 'light', 'dark'],
    ['action', 'end'],
  ])
  expect(shape(themes, true)).toEqual([['choice', 'light', 'dark']])
})
