import { expect, it } from 'vitest'
import { displayText, valueText } from './value-text.ts'

it('puts any value into words', () => {
  expect([null, undefined, true, 4].map(valueText)).toEqual(['', '', 'true', '4'])
  expect(valueText({ text: 'Mon-Fri 9-5', osm: null })).toBe('Mon-Fri 9-5')
  expect(valueText([{ name: 'Ada', title: 'CEO' }, 'x'])).toBe('Ada, CEO; x')
})

it('groups the digits of a telephone number for the eye only', () => {
  expect(displayText('+4930901820')).not.toBe(valueText('+4930901820'))
  expect(displayText('Mon-Fri 9-5')).toBe('Mon-Fri 9-5')
})

it('shows a number as the sheet does', () => {
  expect([2026, 12_500, 0.5].map(displayText)).toEqual(['2026', '12,500', '0.5'])
})
