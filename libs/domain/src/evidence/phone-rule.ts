import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { splitExtension, toKeypadDigits } from '../facts/phone-digits.ts'
import type { QuoteWindow } from './quote-window.ts'

const FAX_WORD = /(?<!\p{L})(?:tele)?(?:fax|faks|facs(?:imile)?)(?:number|nummer)?(?!\p{L})|(?<!\p{L})t[ée]l[ée]cop|(?<!\p{L})f(?=\s*[:.]|\s*\+)|факс|φαξ|传真|傳真|팩스|ファ(?:ッ)?クス/iu
const PHONE_WORD = /(?<!\p{L})(?:tel|phone|ph|call|mobil|cell|toll|fon)|(?<!\p{L})[tpm](?=\s*[:.])/iu
const SEPARATOR = /^[\s().,\-/·•+[\]|:]{1,6}$/

/**
 * Whether a phone value (E.164, or digits as printed; extension as `;ext=`) is what the quote prints: the same digits in whole groups, with
 * the country's prefix printed or left to be inferred, vanity letters by the keypad. A piece of a longer number is refused, and so is a
 * fax number for a phone.
 */
export function followsPhone(value: string, window: QuoteWindow, kind: 'phone' | 'fax'): string | null {
  const { number, extension } = splitExtension(value)
  const forms = dialForms(number)
  if (forms.size === 0) return null
  const labelled = labelsOf(window.quote)
  if (kind === 'phone' && labelled.fax && !labelled.phone) return null
  if (kind === 'fax' && !labelled.fax) return null
  return matchGroups(window, forms, extension) ?? (/[A-Za-z]/.test(window.quote) ? matchVanity(window, forms) : null)
}

function labelsOf(quote: string): { fax: boolean; phone: boolean } {
  return { fax: FAX_WORD.test(quote), phone: PHONE_WORD.test(quote.replace(/telefa(?:x|ks)|faxnumm?(?:b)?er/giu, 'fax')) }
}

/** Every way to dial the number, with the name of the rule that allows it. */
function dialForms(number: string): Map<string, string> {
  const digits = number.replaceAll(/\D/g, '')
  const forms = new Map<string, string>()
  if (digits.length < 5 || digits.length > 15 || !/^\+?\d+$/.test(number)) return forms
  if (!number.startsWith('+')) return forms.set(digits, 'phone:digits')
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed?.isPossible()) return forms
  const national = parsed.nationalNumber as string
  for (const trunk of ['', '0', '8', '06', '01']) forms.set(trunk + national, 'phone:national')
  for (const prefix of ['', '00', '011', '0011']) {
    forms.set(prefix + parsed.countryCallingCode + national, 'phone:international')
    forms.set(`${prefix}${parsed.countryCallingCode}0${national}`, 'phone:international')
  }
  return forms
}

function matchGroups(window: QuoteWindow, forms: Map<string, string>, extension: string | null): string | null {
  const groups = [...window.text.matchAll(/\d+/g)].map((match) => ({ start: match.index, end: match.index + match[0].length, digits: match[0] }))
  for (let first = 0; first < groups.length; first += 1) {
    let digits = ''
    for (let last = first; last < groups.length && digits.length <= 20; last += 1) {
      const group = groups[last] as (typeof groups)[number]
      const gap = last > first ? window.text.slice((groups[last - 1] as typeof group).end, group.start) : ''
      if (last > first && !SEPARATOR.test(gap)) break
      digits += group.digits
      const rule = forms.get(digits)
      const start = (groups[first] as typeof group).start
      if (!rule || start < window.from || group.end > window.to) continue
      if (isPieceOfLonger(window.text, start, group.end, rule)) continue
      if (extension !== null && !groups[last + 1]?.digits.startsWith(extension)) continue
      if (extension !== null && (groups[last + 1]?.end as number) > window.to) continue
      return rule
    }
  }
  return null
}

function isPieceOfLonger(text: string, start: number, end: number, rule: string): boolean {
  const before = text.slice(Math.max(0, start - 14), start)
  const after = text.slice(end, end + 3)
  // Behind a plus stands a country: the same digits without it are another number.
  if (rule === 'phone:national' && /\+\s?\(?(?:\d{1,4}[\s().-]{1,3})?$/.test(before)) return true
  return /[\p{L}\d]$/u.test(before) && !/(?<!\p{L})[\p{L}]$/u.test(before) ? true : /\d[-.,]\(?$/.test(before) || /^(?:[-.,]\d|[\d_])/.test(after)
}

function matchVanity(window: QuoteWindow, forms: Map<string, string>): string | null {
  for (const match of window.quote.matchAll(/(?<![\p{L}\d])\+?\(?\d[\d().\-\s]{2,10}[\s.-]?[A-Za-z\d][A-Za-z\d.\-\s]{2,14}/gu)) {
    const text = match[0]
    // The run may take in words that follow the number: try every whole-token end.
    for (const end of [...text.matchAll(/[A-Za-z\d](?![A-Za-z\d])/g)].map((each) => each.index + 1).toReversed()) {
      const dialled = text.slice(0, end)
      if (/[A-Za-z]/.test(dialled) && forms.has(toKeypadDigits(dialled))) return 'phone:vanity'
    }
  }
  return null
}
