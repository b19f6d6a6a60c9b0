import { Search } from 'lucide-react'
import { describe, expect, it } from 'vitest'
import type { Action } from './action.ts'
import { findAction, keyNames, matchesShortcut, type Focus } from './shortcut.ts'

const press = (key: string, change: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...change,
})
const action = (name: string, shortcut: string, where?: Action['where']): Action => ({
  name,
  label: name,
  icon: Search,
  shortcut,
  run: () => undefined,
  ...(where ? { where } : {}),
})
const sheet: Focus = { inField: false, inSheet: true, inDialog: false }
const field: Focus = { inField: true, inSheet: false, inDialog: false }

describe('shortcuts', () => {
  it('takes Ctrl and Command for the same key', () => {
    expect(matchesShortcut(press('k', { ctrlKey: true }), 'mod+k')).toBe(true)
    expect(matchesShortcut(press('k', { metaKey: true }), 'mod+k')).toBe(true)
    expect(matchesShortcut(press('k'), 'mod+k')).toBe(false)
    expect(matchesShortcut(press('K', { ctrlKey: true, shiftKey: true }), 'mod+k')).toBe(false)
  })

  it('does not care how a keyboard makes a sign', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), '?')).toBe(true)
    expect(matchesShortcut(press('/', { shiftKey: true }), '/')).toBe(true)
    expect(matchesShortcut(press(' '), 'space')).toBe(true)
    expect(matchesShortcut(press(' ', { shiftKey: true }), 'space')).toBe(false)
  })

  it('leaves what is typed into a field alone', () => {
    const actions = [action('search', '/'), action('palette', 'mod+k', 'anywhere'), action('open', 'space', 'sheet')]
    expect(findAction(actions, press('/'), sheet)?.name).toBe('search')
    expect(findAction(actions, press('/'), field)).toBeNull()
    expect(findAction(actions, press('k', { ctrlKey: true }), field)?.name).toBe('palette')
    expect(findAction(actions, press(' '), sheet)?.name).toBe('open')
    expect(findAction(actions, press(' '), { ...sheet, inSheet: false })).toBeNull()
    expect(findAction(actions, press('/'), { ...sheet, inDialog: true })).toBeNull()
  })

  it('lets the innermost screen win', () => {
    expect(findAction([action('outer', '/'), action('inner', '/')], press('/'), sheet)?.name).toBe('inner')
  })

  it('takes the other key of an action too', () => {
    const redo = { ...action('redo', 'mod+shift+z'), alsoBy: 'mod+y' }
    const names = [press('y', { ctrlKey: true }), press('Y', { metaKey: true }), press('y')].map(
      (keys) => findAction([redo], keys, sheet)?.name,
    )
    expect(names).toEqual(['redo', 'redo', undefined])
  })

  it('names keys for people', () => {
    expect(keyNames('mod+shift+e').at(-1)).toBe('E')
    expect(keyNames('space')).toEqual(['Space'])
  })
})
