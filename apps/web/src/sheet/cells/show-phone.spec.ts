import { expect, it } from 'vitest'
import { showPhone } from './show-phone.ts'

it.each([
  ['+19055557001', '+1 905 555 7001'],
  ['+19055557001;ext=410', '+1 905 555 7001 ext. 410'],
  ['+493012345678', '+49 301 234 5678'],
  ['+35312345678', '+353 123 456 78'],
  ['030 1234', '030 1234'],
  ['', ''],
])('%s is shown as %s', (stored, shown) => {
  expect(showPhone(stored)).toBe(shown)
})
