import { defaultFilter } from 'cmdk'
import type { Action } from '../actions/action.ts'

const WORDS = 0.1

/** How well an action fits what was typed, 0 to 1: by cmdk, which wants the letters in their order, else by words in any order. */
export function fitOf({ label, group = '' }: Action, typed: string): number {
  const text = `${label} ${group}`.toLowerCase()
  const hasAllWords = typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
  return defaultFilter(label, typed, [group]) || (hasAllWords ? WORDS : 0)
}
