import { expect, it } from 'vitest'
import { readTime } from './sheet-palette.ts'

it('reads a time as written and as minified', () => {
  expect([readTime('600ms'), readTime('.6s'), readTime('')]).toEqual([600, 600, null])
})
