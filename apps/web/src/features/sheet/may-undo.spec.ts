import { expect, it } from 'vitest'
import type { RefusedCell } from '../../document/pending-cells.ts'
import { mayUndo } from './may-undo.ts'

const nameOf = () => 'City of “Acme”'
const refused = (change: Partial<RefusedCell>): RefusedCell => ({
  rowId: 1,
  columnId: 'c1',
  text: 'Oslo',
  reason: 'was changed by Ben',
  theirs: null,
  isGone: false,
  ...change,
})
const theirs = { value: 'Rome', by: 'Ben', byYou: false, at: '2026-11-29T12:00:00Z', version: 7 }

it('undo takes back no other step while a person has to choose between two values of a cell, and says why', () => {
  expect(mayUndo(true, [refused({}), refused({ theirs })], nameOf)).toBe(
    'Nothing was undone. City of “Acme” was changed meanwhile: first keep your value or take theirs.',
  )
})

it('undo goes on where nothing is to be chosen', () => {
  expect(mayUndo(true, [refused({}), refused({ theirs, isGone: true })], nameOf)).toBe(true)
  expect(mayUndo('You may only look.', [refused({ theirs })], nameOf)).toBe('You may only look.')
})
