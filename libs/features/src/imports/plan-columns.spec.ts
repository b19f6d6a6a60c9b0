import { describe, expect, it } from 'vitest'
import { guessHeader, planColumns } from './plan-columns.ts'

describe('guessHeader', () => {
  it('takes distinct words over data as a header', () => {
    expect(
      guessHeader([
        ['company', 'website'],
        ['Acme', 'https://acme.com'],
      ]),
    ).toBe(true)
  })
  it('takes a column of domains as data', () => {
    expect(guessHeader([['acme.com'], ['example.org']])).toBe(false)
  })
  it('takes a repeated or an empty heading as data', () => {
    expect(
      guessHeader([
        ['a', 'a'],
        ['1', '2'],
      ]),
    ).toBe(false)
    expect(
      guessHeader([
        ['a', ''],
        ['1', '2'],
      ]),
    ).toBe(false)
  })
  it('takes a column of company names as data, and a heading above it as a heading', () => {
    expect(guessHeader([['Miller & Sons'], ['Acme Corp']])).toBe(false)
    expect(guessHeader([['Company'], ['Miller & Sons'], ['Acme Corp']])).toBe(true)
  })
})

describe('planColumns', () => {
  it('names, guesses types and keeps names apart', () => {
    expect(
      planColumns(
        [
          ['site', 'Size'],
          ['acme.com', '12'],
          ['example.org', '7'],
        ],
        true,
      ),
    ).toEqual([
      { name: 'site', kind: 'url' },
      { name: 'Size', kind: 'number' },
    ])
    expect(
      planColumns(
        [
          ['acme.com', 'b.com'],
          ['example.org', 'c.com'],
        ],
        false,
      ).map((column) => column.name),
    ).toEqual(['Website', 'Website 2'])
  })
  it('leaves identifiers with leading zeros as text', () => {
    expect(planColumns([['zip'], ['01234'], ['99999']], true)[0]?.kind).toBe('text')
  })
})
