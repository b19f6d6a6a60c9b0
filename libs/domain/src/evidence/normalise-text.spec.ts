import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { containsWords, normaliseText, wordsOf } from './normalise-text.ts'

describe('normaliseText', () => {
  it('is idempotent for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        (text) => normaliseText(normaliseText(text)) === normaliseText(text),
      ),
    )
  })

  it('unifies quotation marks, dashes and spaces, and drops what a reader cannot see', () => {
    expect(normaliseText('“O’Neill”\u00A0–\u2009co\u00ADop\u200B\n\tﬁx ')).toBe('"O\'Neill" - coop fix')
  })

  it('keeps case and accents', () => {
    expect(normaliseText('Müller AG')).toBe('Müller AG')
  })
})

describe('containsWords', () => {
  it('compares whole words only', () => {
    expect(containsWords(wordsOf('Smithson and Sons'), wordsOf('Smith'))).toBe(false)
    expect(containsWords(wordsOf('by John Smith, Inc.'), wordsOf('john smith'))).toBe(true)
  })
})
