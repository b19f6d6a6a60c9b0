import { expect, it } from 'vitest'
import { sameAnswer } from './same-answer.ts'

it.each([
  ['Müller GmbH.', 'muller gmbh', true],
  ['Acme, Inc', 'Acme Inc', true],
  ['+49 1', '+49 2', false],
  ['a.com', 'acom', false],
  [12, 12.0000000001, true],
  [12, '12', false],
  [0.1 + 0.2, 0.3, true],
  [null, null, true],
  [null, '', false],
  [true, false, false],
  [['b', 'A'], ['a', 'b'], true],
  [['a'], ['a', 'b'], false],
])('%j and %j', (a, b, same) => expect(sameAnswer(a, b)).toBe(same))
