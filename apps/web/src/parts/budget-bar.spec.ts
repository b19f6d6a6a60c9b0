import { expect, it } from 'vitest'
import { budgetShare } from './budget-bar.tsx'

it('fills with what is spent and reserved, and never over its end', () => {
  expect(budgetShare(null, 5, 5)).toBeNull()
  expect(budgetShare(100, 40, 10)).toEqual({ spent: 0.4, reserved: 0.1, reached: false })
  expect(budgetShare(100, 90, 30)).toMatchObject({ spent: 0.9, reached: true })
  expect(budgetShare(100, 90, 30)?.reserved).toBeCloseTo(0.1)
  expect(budgetShare(0, 0, 0)).toMatchObject({ spent: 1, reached: true })
})
