import type { Refusal } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { pasteResult, pasteWords, textIn, type PastedPart } from './paste-words.ts'

const cell = (rowId: number, text: string) => ({ rowId, columnId: 'c1', text, value: text })
const refusal = (rowId: number, detail: string): Refusal => ({
  rowId,
  columnId: 'c1',
  reason: 'not_valid',
  detail,
  theirs: null,
  index: null,
})
const CELLS = [cell(1, '5'), cell(2, 'n/a'), cell(3, 'many'), cell(4, '7')]
const part = (refused: Refusal[] | null): PastedPart => ({
  answer: refused && { refused },
  size: CELLS.length,
  textOf: textIn(CELLS),
})
const words = (...parts: PastedPart[]) => pasteWords(pasteResult(parts))

it('counts what was pasted, and says how many were not and why', () => {
  expect(words(part([]))).toBe('4 cells pasted')
  expect(words(part([refusal(2, 'is not a number'), refusal(3, 'is not a number')]))).toBe(
    '2 cells pasted, 2 not: “n/a” is not a number',
  )
  expect(words(part([refusal(2, 'is not a number'), refusal(3, 'was changed by Ann meanwhile')]))).toBe(
    '2 cells pasted, 2 not: “n/a” is not a number, and others for other reasons',
  )
})

it('counts the cells of a part that was refused as a whole', () => {
  expect(words(part([]), part(null))).toBe('4 cells pasted, 4 not')
})
