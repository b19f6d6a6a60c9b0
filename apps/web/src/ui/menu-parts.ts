import type { Action } from '../actions/action.ts'

/** What a menu draws, in order. `group` tells where a hairline goes. */
export type MenuPart = { key: string; group: string | undefined } & (
  | { kind: 'action' | 'toggle'; action: Action }
  | { kind: 'choice' | 'submenu'; actions: readonly Action[] }
)

/**
 * Actions are a flat list. Neighbours of one sub-menu open together. Neighbours of one group that can be checked are a
 * choice; a single one is a toggle.
 */
export function menuParts(actions: readonly Action[], nested = false): MenuPart[] {
  const parts: MenuPart[] = []
  for (let at = 0; at < actions.length;) {
    const first = actions[at]!
    const together = nested || first.submenu === undefined ? alike(actions, at, isChoice) : alike(actions, at, isNested)
    at += together.length
    const { group, submenu } = first
    if (!nested && submenu !== undefined) parts.push({ kind: 'submenu', key: submenu, group, actions: together })
    else if (together.length > 1) parts.push({ kind: 'choice', key: first.name, group, actions: together })
    else parts.push({ kind: isChoice(first, first) ? 'toggle' : 'action', key: first.name, group, action: first })
  }
  return parts
}

const isNested = (action: Action, first: Action) => action.submenu === first.submenu
const isChoice = (action: Action, first: Action) =>
  first.checked !== undefined && action.checked !== undefined && action.group === first.group

function alike(actions: readonly Action[], from: number, is: (action: Action, first: Action) => boolean): Action[] {
  let end = from + 1
  while (end < actions.length && is(actions[end]!, actions[from]!)) end++
  return actions.slice(from, end)
}
