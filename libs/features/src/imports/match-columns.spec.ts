import { expect, it } from 'vitest'
import { matchColumns } from './match-columns.ts'

const existing = [
  { id: 'c1', name: 'Company name', kind: 'text', isAnswered: false },
  { id: 'c2', name: 'Web_Site', kind: 'url', isAnswered: false },
  { id: 'c3', name: 'Phone', kind: 'phone', isAnswered: true },
] as const

it('columns of a file fill those of the same name, whatever the case, spaces and underscores', () => {
  const planned = [
    { name: 'COMPANY_NAME', kind: 'text' },
    { name: 'website', kind: 'text' },
    { name: 'company name', kind: 'text' },
    { name: 'City', kind: 'text' },
  ] as const
  expect(matchColumns(planned, existing)).toEqual([
    { name: 'COMPANY_NAME', kind: 'text', columnId: 'c1' },
    { name: 'website', kind: 'url', columnId: 'c2' },
    { name: 'company name', kind: 'text', columnId: null },
    { name: 'City', kind: 'text', columnId: null },
  ])
})

it('a column that runs answer is filled by no file', () => {
  expect(matchColumns([{ name: 'phone', kind: 'phone' }], existing)).toEqual([
    { name: 'phone', kind: 'phone', columnId: null },
  ])
})
