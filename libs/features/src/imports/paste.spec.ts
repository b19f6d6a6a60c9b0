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
it('a list beyond the limits is refused unread, with the limits and what to do', () => {
  for (const text of ['a\n'.repeat(500_000), 'x'.repeat(1_000_001)])
    expect(() => readPaste(text)).toThrow(
      expect.objectContaining({
        code: 'paste_too_long',
        kind: 'unprocessable',
        message: expect.stringMatching(/5,000 lines and 1,000,000 characters .* import it as a file/),
      }),
    )
  expect(readPaste('acme.com\r\n'.repeat(5000)).rows).toHaveLength(5000)
})
it('a table has as many columns as a webset may have', () => {
  const table = (width: number) => `${Array.from({ length: width }, (_, index) => `h${index}`).join('\t')}\na`
  expect(readPaste(table(500)).columns).toHaveLength(500)
  for (const width of [501, 100_000])
    expect(() => readPaste(table(width))).toThrow(expect.objectContaining({ code: 'too_many_columns' }))
})
it('a wide line does not make the other rows wide', () => {
  expect(readPaste('name\tcity\nAcme\nRye\tBath').rows).toEqual([['Acme'], ['Rye', 'Bath']])
})
it('a line far below that is wider loses no cell', () => {
  const { columns, rows } = readPaste(`name\tcity\n${'Acme\tBath\n'.repeat(300)}Rye\tYork\tnear the station`)
  expect(columns).toHaveLength(3)
  expect(rows.at(-1)).toEqual(['Rye', 'York', 'near the station'])
})
