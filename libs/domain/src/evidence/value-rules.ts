import { countryOfName, isCountryCode } from '../facts/country-names.ts'
import { findEmailAddresses } from '../facts/find-email-addresses.ts'
import { countryOfPrefix } from '../facts/phone-country.ts'
import { countryOfPostalCity } from '../facts/postal-cities.ts'
import { countriesOfPostalCode } from '../facts/postal-codes.ts'
import { regionsOfName } from '../facts/region-names.ts'
import { joined } from '../text/long-text.ts'
import { containsWords, foldText, wordsOf } from './normalise-text.ts'
import type { QuoteWindow } from './quote-window.ts'
import { termsOf } from './terms.ts'
import { timesOf } from './times.ts'

/**
 * The whole value, its words in their order. Numbers must be whole, and signs of the value (`€`, `%`, `#`) must be in
 * the same places.
 */
export function followsText(value: string, window: QuoteWindow): string | null {
  const words = wordsOf(value)
  if (words.length === 0)
    return foldText(value) !== '' && foldText(window.quote).includes(foldText(value)) ? 'text:characters' : null
  const hasSigns = /[\p{Sc}\p{Sm}#%°]/u.test(foldText(value))
  if (containsWords(termsOf(window.quote, hasSigns), termsOf(value, hasSigns))) return 'text:words'
  // Scripts without spaces have no whole words to compare.
  return UNSPACED.test(value) && !/^\d|\d$/.test(value) && foldText(window.quote).includes(foldText(value))
    ? 'text:characters'
    : null
}

const UNSPACED = new RegExp(
  joined`
    [\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}
    \p{Script=Khmer}\p{Script=Myanmar}]
  `,
  'u',
)

const AND = new Set(['and', 'und', 'et', 'y', 'e', 'en', 'og', 'och'])

/** A person’s name as printed, or a given name that shares the surname after it: `Aoife and Declan Moriarty`. */
export function followsPerson(name: string, window: QuoteWindow): string | null {
  if (followsText(name, window)) return 'person:name'
  const [first, last, ...more] = wordsOf(name)
  const words = wordsOf(window.quote)
  const shares =
    last !== undefined &&
    more.length === 0 &&
    words.some((word, at) => word === first && AND.has(words[at + 1] ?? '') && words[at + 3] === last)
  return shares ? 'person:shared-surname' : null
}

export function followsEmail(value: string, window: QuoteWindow): string | null {
  const wanted = value.trim().toLowerCase()
  // The quote must contain the claimed address exactly: its own domain cannot lend credit to another.
  for (const found of findEmailAddresses(window.text, wanted.slice(wanted.lastIndexOf('@') + 1))) {
    if (found.email === wanted && found.start >= window.from && found.end <= window.to)
      return window.text.slice(found.start, found.end).includes('@') ? 'email:plain' : 'email:spelled'
  }
  return null
}

/** A token equal but for case, spaces and hyphens. */
export function followsPostalCode(value: string, window: QuoteWindow): string | null {
  const bare = value.replaceAll(/[\s-]/g, '')
  if (!/^[A-Za-z\d]{2,10}$/.test(bare)) return followsText(value, window)
  const pattern = new RegExp(
    joined`
      (?<![\d]|\d[-.,]|[A-Za-z]\d)(?<!(?<![A-Za-z])[A-Za-z])${bare.split('').join('[\\s-]?')}
      (?![A-Za-z\d]|[.,]\d|-\d{1,3}(?!\d))
    `,
    'gi',
  )
  for (const match of window.text.matchAll(pattern))
    if (match.index >= window.from && match.index + match[0].length <= window.to) return 'postal_code:token'
  return null
}

/**
 * A country by its name in any of the languages, by its code, or by something that only it has: a named region, the
 * form of a postal code, a large city after its code, a dialling prefix.
 */
export function followsCountry(value: string, window: QuoteWindow): string | null {
  const code = isCountryCode(value) ? value : countryOfName(value)
  if (!code) return followsText(value, window)
  const tokens = window.quote.match(/[\p{L}][\p{L}.'-]*/gu) ?? []
  for (let from = 0; from < tokens.length; from += 1) {
    for (let length = Math.min(6, tokens.length - from); length > 0; length -= 1) {
      const phrase = tokens.slice(from, from + length).join(' ')
      if (countryOfName(phrase) === code) return 'country:name'
      if (length <= 4 && phrase.length > 1 && regionsOfName(phrase).some((region) => region.country === code))
        return 'country:region'
    }
  }
  if (countriesOfPostalCode(window.quote).includes(code)) return 'country:postal_code'
  if (countryOfPostalCity(window.quote) === code) return 'country:postal_city'
  return countryOfPrefix(window.quote) === code ? 'country:phone_prefix' : null
}

export function followsRegion(value: string, window: QuoteWindow): string | null {
  const plain = followsText(value, window)
  if (plain) return plain
  const wanted = regionsOfName(value)
  const tokens = window.quote.match(/[\p{L}][\p{L}.]*/gu) ?? []
  for (let from = 0; from < tokens.length; from += 1) {
    for (let length = 1; length <= 4; length += 1) {
      const named = regionsOfName(tokens.slice(from, from + length).join(' '))
      if (named.some((one) => wanted.some((other) => one.country === other.country && one.code === other.code)))
        return 'region:name'
    }
  }
  return null
}

/**
 * The quote contains the profile’s path under the network’s host, however the page writes it (`www.`, `m.`, tracking,
 * the network’s old name).
 */
export function followsProfile(value: string, window: QuoteWindow): string | null {
  const split = (text: string) => {
    const match = /^(?:[a-z]+:)?(?:\/\/)?([^/?#]+)\/(?:#!\/)?([^?#]*)(\?id=\d+)?/i.exec(text)
    const host = match?.[1]
      ?.toLowerCase()
      .replace(/^(?:www|m|mobile|[a-z]{2}(?:-[a-z]{2})?)\./, '')
      .replace(/^twitter\.com$/, 'x.com')
      .replace(/^fb\.(?:com|me)$/, 'facebook.com')
      .replace(/^(pinterest|yelp)\.[a-z.]+$/, '$1.com')
    return match ? `${host}/${match[2]?.replace(/(?<!\/)\/+$/, '').toLowerCase()}${match[3] ?? ''}` : null
  }
  const wanted = split(value)
  if (!wanted) return null
  for (const token of window.quote.split(/[\s<>"']+/))
    if (split(token.replace(/(?<![),.;])[),.;]+$/, '')) === wanted) return 'url:profile'
  return null
}

/** The quote contains the words of the opening hours, and every time of the OSM form is one of its times. */
export function followsHours(value: { text: string; osm: string | null }, window: QuoteWindow): string | null {
  if (!followsText(value.text, window)) return null
  if (value.osm === null) return 'hours:text'
  const times = timesOf(window.quote)
  if (/noon|midday|mittag|midi|mezzogiorno/i.test(window.quote)) times.add(720)
  if (/midnight|mitternacht|minuit|24/i.test(window.quote)) times.add(0).add(1440)
  const open = /24\/7|24\s*h|24 hours/i.test(window.quote)
  for (const match of value.osm.matchAll(/(\d\d):(\d\d)/g))
    if (!open && !times.has(Number(match[1]) * 60 + Number(match[2]))) return null
  return 'hours:times'
}
