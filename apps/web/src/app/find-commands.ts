import { defaultFilter } from 'cmdk'
import type { Action } from '../actions/action.ts'

const WORDS = 0.1

/** How well an action fits what was typed, 0 to 1: letters in their order by cmdk, or else words in any order. */
export function fitOf({ label, group = '' }: Action, typed: string): number {
  const text = `${label} ${group}`.toLowerCase()
  const hasAllWords = typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
  return defaultFilter(label, typed, [group]) || (hasAllWords ? WORDS : 0)
}
