import { expect, it } from 'vitest'
import { readPaste } from './paste.ts'

it('a column of domains becomes a column of addresses', () => {
  expect(readPaste('acme.com\n\nexample.org/about\n')).toEqual({
    columns: [{ name: 'Website', kind: 'url' }],
    rows: [['https://acme.com'], ['https://example.org/about']],
  })
})
it('a column of names keeps commas and quotes', () => {
  expect(readPaste('Miller, Sons & Co\nThe "Best" Bakery').rows).toEqual([['Miller, Sons & Co'], ['The "Best" Bakery']])
})
it('a table from a spreadsheet keeps its columns', () => {
  expect(readPaste('company\twebsite\nAcme\tacme.com').columns).toEqual([
    { name: 'company', kind: 'text' },
    { name: 'website', kind: 'url' },
  ])
})
