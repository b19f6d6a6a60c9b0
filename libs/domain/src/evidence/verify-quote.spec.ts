import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { verifyQuote, type ValueKind } from './verify-quote.ts'

/** The claim that `quote`, found in `text`, says `value`. */
function claim(text: string, quote: string, kind: ValueKind, value: unknown) {
  const start = text.indexOf(quote)
  return verifyQuote({ text, quote, start, end: start + quote.length, kind, value })
}
const holds = (text: string, quote: string, kind: ValueKind, value: unknown) => claim(text, quote, kind, value).ok

describe('the quote at its offsets', () => {
  const text = 'Acme Ltd. Tel: 905-335-7959. Open daily.'
  it('refuses offsets that hold other words, lie outside or are empty', () => {
    const good = { text, quote: 'Tel: 905-335-7959', start: 10, end: 27, kind: 'phone' as const, value: '+19053357959' }
    expect(verifyQuote(good)).toEqual({ ok: true, rule: 'phone:national' })
    expect(verifyQuote({ ...good, start: 11, end: 28 })).toEqual({ ok: false, reason: 'quote_not_there' })
    for (const [start, end] of [
      [-1, 5],
      [5, 5],
      [10, 400],
      [1.5, 9],
      [Number.NaN, 3],
    ] as const)
      expect(verifyQuote({ ...good, start, end })).toEqual({ ok: false, reason: 'bad_offsets' })
  })

  it('refuses a paraphrase', () => {
    expect(
      verifyQuote({ text, quote: 'Phone: 905-335-7959', start: 10, end: 27, kind: 'phone', value: '+19053357959' }).ok,
    ).toBe(false)
  })

  it('forgives what the normalisation forgives: soft hyphens, dashes, quotes, spaces', () => {
    const page = 'Call\u00A0us: 905\u2013335\u20117959, the \u201Cbest\u201D co\u00ADmpany'
    const quote = 'Call us: 905-335-7959'
    expect(
      verifyQuote({ text: page, quote, start: 0, end: quote.length, kind: 'phone', value: '+19053357959' }).ok,
    ).toBe(true)
    const start = page.indexOf('the')
    expect(
      verifyQuote({
        text: page,
        quote: 'the "best" company',
        start,
        end: page.length,
        kind: 'text',
        value: 'best company',
      }).ok,
    ).toBe(true)
  })

  it('never accepts a quote that cuts a word or a number', () => {
    expect(claim('Order 4905-335-79591 now', '905-335-7959', 'phone', '+19053357959')).toEqual({
      ok: false,
      reason: 'quote_cuts_word',
    })
    expect(holds('Smithson', 'Smith', 'name', 'Smith')).toBe(false)
  })

  it('holds for any text and any piece of it that is whole words', () => {
    const word = fc.stringMatching(/^[a-z]{2,8}$/)
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 12 }), fc.nat(), fc.nat(), (words, a, b) => {
        const from = a % words.length
        const to = from + 1 + (b % (words.length - from))
        const value = words.slice(from, to).join(' ')
        const start = words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0)
        return verifyQuote({
          text: words.join(' '),
          quote: value,
          start,
          end: start + value.length,
          kind: 'text',
          value,
        }).ok
      }),
    )
  })
})

describe('phone', () => {
  it.each([
    ['Phone: (905) 335-7959', '+19053357959'],
    ['Tel 1-800-FLOWERS', '+18003569377'],
    ['Call 303.333.PAUL today', '+13033337285'],
    ['Tel: +44 (0) 20 3167 4997', '+442031674997'],
    ['Tel. 020 3167 4997', '+442031674997'],
    ['Tel: 0044 20 3167 4997', '+442031674997'],
    ['+1 530.820.3090 x410', '+15308203090;ext=410'],
    ['Tel/Fax: 905-335-7959', '+19053357959'],
    ['Tel: 06 1234 5678', '0612345678'],
  ])('%s says %s', (quote, value) =>
    expect(claim(`See ${quote} | now`, quote, 'phone', value)).toMatchObject({ ok: true }),
  )

  it.each([
    ['Phone: (905) 335-7958', '+19053357959', 'one digit off'],
    ['Phone: (905) 335-7959-12', '+19053357959', 'goes on'],
    ['Ref 12-905-335-7959', '+19053357959', 'begins before'],
    ['Tel: +90 533 579 59 11', '+15335795911', 'another country'],
    ['Tel: +905 335 7959', '+19053357959', 'another country printed'],
    ['Fax: 905-335-7959', '+19053357959', 'a fax'],
    ['530.820.3090 x411', '+15308203090;ext=410', 'another extension'],
    ['Phone: 905 335', '+19053357959', 'half'],
    ['Rooms 905 to 335, 7959 seats', '+19053357959', 'three numbers'],
  ])('%s does not say %s: %s', (quote, value) => expect(holds(`See ${quote} | now`, quote, 'phone', value)).toBe(false))

  it('wants the word fax for a fax', () => {
    expect(holds('Fax: 905-335-7959', 'Fax: 905-335-7959', 'fax', '+19053357959')).toBe(true)
    expect(holds('Tel: 905-335-7959', 'Tel: 905-335-7959', 'fax', '+19053357959')).toBe(false)
  })
})

describe('the other kinds', () => {
  it.each<[ValueKind, string, unknown]>([
    ['email', 'write to info [at] acme [dot] com', 'info@acme.com'],
    ['email', 'Mail: Info@Acme.com.', 'info@acme.com'],
    ['number', 'over 2.5 million users', 2_500_000],
    ['number', '1.234,50 EUR', 1234.5],
    ['number', 'about 12,345 people', 12_345],
    ['date', 'on 3 March 2021', '2021-03-03'],
    ['date', 'am 03.03.2021', '2021-03-03'],
    ['date', 'März 2021', '2021-03'],
    ['url', 'see https://www.acme.com/about/', 'acme.com/about'],
    ['postal_code', 'Burlington, ON L7P1Y7', 'L7P 1Y7'],
    ['postal_code', 'Auburn, CA 95602-1234', '95602-1234'],
    ['city', '12760 Earhart Avenue, Auburn, CA', 'Auburn'],
    ['street', '377 W 11th St.\nSuite 2', '377 W 11th St., Suite 2'],
    ['region', 'Ontario, Canada', 'ON'],
    ['country', 'Burlington, Ontario', 'CA'],
    ['country', 'Made in Germany', 'DE'],
    ['country', '1 High Street, Leeds LS1 4AP', 'GB'],
    ['people', 'Jane Doe, President', { name: 'Jane Doe', title: 'President' }],
    ['people', 'Your hosts: Aoife and Declan Moriarty', { name: 'Aoife Moriarty', title: null }],
    ['email', 'hello@rye.example', 'hello@rye.example'],
    ['email', 'office [at] rye [dot] example', 'office@rye.example'],
    ['country', '10969 Berlin', 'DE'],
    ['country', 'F-75010 Paris', 'FR'],
    ['country', 'Tel: +49 (0) 30 23125 014', 'DE'],
    ['social', 'facebook: https://facebook.com/acme', { network: 'facebook', url: 'https://facebook.com/acme' }],
    ['founded', 'Founded in 1987', 1987],
    ['opening_hours', 'Mon-Fri: 9am - 5pm', { text: 'Mon-Fri: 9am - 5pm', osm: 'Mo-Fr 09:00-17:00' }],
    ['boolean', 'Wheelchair access: yes', true],
    ['label', 'a family-owned bakery', 'Bakery'],
    ['email', 'a@acme.com or b@acme.com', ['a@acme.com', 'b@acme.com']],
  ])('%s: "%s" says %j', (kind, quote, value) =>
    expect(claim(`> ${quote} <`, quote, kind, value)).toMatchObject({ ok: true }),
  )

  it.each<[ValueKind, string, unknown]>([
    ['email', 'info@acme.com', 'nfo@acme.com'],
    ['email', 'meet us at acme.com', 'us@acme.com'],
    ['number', 'over 2.5 million users', 2.5],
    ['number', '12,345 people', 345],
    ['number', '1,234 people', 1235],
    ['date', 'on 3 March 2021', '2021-03-04'],
    ['url', 'https://acme.com/about-us', 'https://acme.com/about'],
    ['postal_code', 'Part 956021', '95602'],
    ['city', 'Auburndale', 'Auburn'],
    ['country', 'Made in Germany', 'AT'],
    ['country', 'Paris 75460', 'FR'],
    ['country', '1100 Berlin', 'DE'],
    ['country', 'Tel: 030 23125 014', 'DE'],
    ['email', 'hello@river.example', 'hello@rye.example'],
    ['people', 'Aoife Byrne and Declan Moriarty', { name: 'Aoife Moriarty', title: null }],
    ['people', 'Jane Doe, President', { name: 'Jane Doe', title: 'Vice President' }],
    ['founded', 'Item 19874', 1987],
    ['opening_hours', 'Mon-Fri: 9am - 5pm', { text: 'Mon-Fri: 9am - 5pm', osm: 'Mo-Fr 09:00-18:00' }],
    ['boolean', 'Wheelchair access: no', true],
    ['email', 'a@acme.com', ['a@acme.com', 'b@acme.com']],
    ['text', 'a fine day', ''],
    ['number', 'five', 'five'],
  ])('%s: "%s" does not say %j', (kind, quote, value) => expect(holds(`> ${quote} <`, quote, kind, value)).toBe(false))
})
