import type { Column } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { rowLabel } from './row-label.ts'

const column = (id: string, kind: Column['kind'], enrichment: object | null = null) =>
  ({ id, kind, enrichment }) as unknown as Column

it('calls a row by its first text, else by its first value, never by an answer', () => {
  const columns = [column('c1', 'url'), column('c2', 'text'), column('c3', 'text', {})]
  expect(rowLabel({ columns }, { cells: { c1: 'https://www.a.example', c2: 'Acme', c3: 'Yes' } })).toBe('Acme')
  expect(rowLabel({ columns }, { cells: { c1: 'https://www.a.example', c3: 'Yes' } })).toBe('a.example')
  expect(rowLabel({ columns }, { cells: { c3: 'Yes' } })).toBe('')
})
