import type { Column } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { needsPrice } from './use-start-run.ts'

it('asks for the price only where a model may answer', () => {
  const columns = [
    {
      id: 'a',
      enrichment: {
        method: 'answer',
        rungs: [
          { kind: 'structured', enabled: true },
          { kind: 'model', enabled: false },
        ],
      },
    },
    { id: 'b', enrichment: { method: 'answer', rungs: [{ kind: 'model', enabled: true }] } },
    { id: 'c', enrichment: null },
  ] as unknown as Column[]
  const scope = { kind: 'all' } as const
  expect(needsPrice({ scope }, columns)).toBe(true)
  expect(needsPrice({ scope, columnIds: ['a'] }, columns)).toBe(false)
  expect(needsPrice({ scope, columnIds: ['a', 'b'] }, columns)).toBe(true)
  expect(needsPrice({ scope }, columns.slice(0, 1))).toBe(false)
})
