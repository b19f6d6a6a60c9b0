import type { Action } from './action.ts'

const isMac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)

interface KeyPress {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/**
 * Whether a key press is this shortcut. A sign such as `?` needs Shift on some keyboards and not on others,
 * so Shift counts only with letters and named keys.
 */
export function matchesShortcut(press: KeyPress, shortcut: string): boolean {
  const parts = shortcut.toLowerCase().split('+')
  const wanted = parts.pop() ?? ''
  const key = press.key === ' ' ? 'space' : press.key.toLowerCase()
  if (key !== wanted) return false
  const wantsMod = parts.includes('mod')
  if (wantsMod !== (press.ctrlKey || press.metaKey)) return false
  if (parts.includes('alt') !== press.altKey) return false
  const isSign = wanted.length === 1 && !/[a-z0-9]/.test(wanted)
  return isSign || parts.includes('shift') === press.shiftKey
}

const NAMES: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: isMac ? '⌥' : 'Alt',
  space: 'Space',
  delete: 'Del',
  escape: 'Esc',
  enter: 'Enter',
  backspace: '⌫',
}

export function keyNames(shortcut: string): string[] {
  return shortcut.split('+').map((part) => NAMES[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part))
}

export interface Focus {
  inField: boolean
  inSheet: boolean
  inDialog: boolean
}

/** The action that a key press means where the focus is. Later ones win: the innermost screen registers last. */
export function findAction(actions: readonly Action[], press: KeyPress, focus: Focus): Action | null {
  for (const action of [...actions].reverse()) {
    if (![action.shortcut, action.alsoBy].some((keys) => keys && matchesShortcut(press, keys))) continue
    if (action.where !== 'anywhere' && (focus.inField || focus.inDialog)) continue
    if (action.where === 'sheet' && !focus.inSheet) continue
    return action
  }
  return null
}
