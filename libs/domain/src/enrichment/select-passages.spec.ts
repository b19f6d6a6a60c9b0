import { describe, expect, it } from 'vitest'
import { searchPrefixes, selectPassages } from './select-passages.ts'

const filler = 'Our team looks forward to meeting you in the office. '.repeat(200)
const page = (text: string) => ({ url: 'https://a.example/', evidence: { text, hash: '', version: 1, segments: [] } })

describe('selectPassages', () => {
  it('keeps small pages whole', () => {
    expect(selectPassages([page('All of it.')], ['What?'], 1000)).toEqual([{ page: 0, start: 0, end: 10 }])
  })
  it('finds the sentence that answers, wherever it is, within the budget', () => {
    const text = `${filler}We hold an ISO 27001 certificate since 2019. ${filler}`
    const passages = selectPassages([page(text)], ['Which certificates do they hold?'], 2000)
    expect(passages.some(({ start, end }) => text.slice(start, end).includes('ISO 27001'))).toBe(true)
    expect(passages.reduce((sum, { start, end }) => sum + end - start, 0)).toBeLessThanOrEqual(2000)
  })
  it('gives each question its turn', () => {
    const text = `${filler}The founder is Ada Byron. ${filler}Deliveries leave from Hamburg. ${filler}`
    const shown = selectPassages(
      [page(text)],
      ['Who is the founder founder founder?', 'From where do deliveries leave?'],
      2600,
    )
      .map(({ start, end }) => text.slice(start, end))
      .join(' ')
    expect(shown).toContain('Ada Byron')
    expect(shown).toContain('Hamburg')
  })
})
describe('searchPrefixes', () => {
  it('keeps the words that say something, by their beginnings', () => {
    expect(searchPrefixes('Who are the installers of solar panels in München?')).toEqual([
      'install',
      'solar',
      'panel',
      'munch',
    ])
  })
  it('has something to look for in every query with a word', () => {
    expect(searchPrefixes('what is the')).toEqual(['what', 'is', 'the'])
    expect(searchPrefixes('?!')).toEqual([])
  })
})
