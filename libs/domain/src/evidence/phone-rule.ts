import { getCountryCallingCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { splitExtension, toKeypadDigits } from '../facts/phone-digits.ts'
import { joined } from '../text/long-text.ts'
import type { QuoteWindow } from './quote-window.ts'

const FAX_WORD = new RegExp(
  joined`
    (?<!\p{L})(?:tele)?(?:fax|faks|facs(?:imile)?)(?:number|nummer)?(?!\p{L})
    |(?<!\p{L})t[ée]l[ée]cop|(?<!\p{L})f(?=\s*[:.]|\s*\+)|факс|φαξ|传真|傳真|팩스|ファ(?:ッ)?クス
  `,
  'iu',
)
const PHONE_WORD = /(?<!\p{L})(?:tel|phone|ph|call|mobil|cell|toll|fon)|(?<!\p{L})[tpm](?=\s*[:.])/iu
const SEPARATOR = /^[\s().,\-/·•+[\]|:]{1,6}$/

/** Words for other things with many digits, directly before the number. */
const OTHER_NUMBER = new RegExp(
  joined`
    (?<!\p{L})(?:
      vat|u?st-?id(?:nr)?|ust|tax|tva|iva|iban|bic|isbn|issn|ean|ein|siret|siren|nip|regon|krs|abn
      |acn|hr[ab]|order|invoice|account|acct|konto|kto|customer|registration|company|licen[cs]e
      |article|item|part|ref(?:erence)?|serial|sku|case|ticket
    )\b\.?\s*(?:(?:id|no|nr|number|nummer|code|reg(?:istration)?)\b\.?\s*)*(?:is)?\s*[:#№]?\s*
    (?:[A-Z]{2})?\s?$
  `,
  'iu',
)
const PRINTED_EXTENSION = /(?<!\s)\s*(?:[;,]?\s*(?:x|ext\.?|extension)\s*[.:=]?\s*)(\d{1,6})$/i

/**
 * Whether the quote prints a phone value (E.164, or digits as printed; extension as `;ext=`): the same digits in
 * whole groups, with the country’s prefix printed or inferred, and vanity letters by the keypad. A piece of a longer
 * number is refused, and so is a fax number for a phone: the label nearest to the number says what it is. With a
 * `region` (ISO 3166-1 alpha-2), no other country may be inferred.
 */
export function followsPhone(
  value: string,
  window: QuoteWindow,
  kind: 'phone' | 'fax',
  region?: string,
): string | null {
  const { number, extension } = splitPrinted(value)
  const forms = dialForms(number, region)
  if (forms.size === 0) return null
  const vanity = () =>
    kind === 'phone' && /[A-Za-z]/.test(window.quote) && !FAX_WORD.test(window.quote)
      ? matchVanity(window, forms)
      : null
  return matchGroups(window, forms, extension, kind) ?? vanity()
}

/** A value that is not E.164 is as a page printed it: `(905) 335-7959 x12`. */
function splitPrinted(value: string): { number: string; extension: string | null } {
  const split = splitExtension(value)
  if (/^\+\d+$/.test(split.number)) return split
  const extension = split.extension ?? PRINTED_EXTENSION.exec(split.number)?.[1] ?? null
  const bare = split.number
    .replace(PRINTED_EXTENSION, '')
    .replace(/^(\+\d{1,3}.*)\(0\)/, '$1')
    .replaceAll(/[\s().\-/·•]/g, '')
  return { number: bare, extension }
}

/**
 * What the label nearest to the number says: a label in brackets after it, a label before it with no other number
 * between, or else a label after it.
 */
function isLabelled(window: QuoteWindow, start: number, end: number, kind: 'phone' | 'fax'): boolean {
  const behind = window.text.slice(end, window.to)
  const before = window.text.slice(0, start).split(/\d{3}/).at(-1) ?? ''
  const label =
    nearestLabel(/^\s?[([]\s?(\p{L}[^)\]\d]{0,20})[)\]]/u.exec(behind)?.[1] ?? '') ||
    nearestLabel(before) ||
    nearestLabel(/^\s?[^\d\s]{1,12}/u.exec(behind)?.[0] ?? '')
  const fax = FAX_WORD.test(label)
  const phone = PHONE_WORD.test(label.replace(/telefa(?:x|ks)|t[ée]l[ée]copie\p{L}*|faxnumm?(?:b)?er/giu, 'fax'))
  if (kind === 'fax') return fax
  return (phone || !fax) && !OTHER_NUMBER.test(before)
}

const LABELS = new RegExp(
  joined`
    [\p{L}\p{M}][\p{L}\p{M}.]*
    (?:\s?[/&+]\s?[\p{L}\p{M}.]+|\s(?:and|und|et|y|e|en|or|oder|ou)\s[\p{L}\p{M}.]+)?
    \s?[:+]?
  `,
  'gu',
)

/** The last words before a number. Two labels joined by a slash or an `and` (`Tel/Fax`) are one. */
function nearestLabel(before: string): string {
  const labels = [...before.matchAll(LABELS)].map((match) => match[0])
  return labels.findLast((label) => FAX_WORD.test(label) || PHONE_WORD.test(label)) ?? ''
}

/** Every way to dial the number, with the name of the rule that allows it. */
function dialForms(number: string, region: string | undefined): Map<string, string> {
  const digits = number.replaceAll(/\D/g, '')
  const forms = new Map<string, string>()
  if (digits.length < 5 || digits.length > 15 || !/^\+?\d+$/.test(number)) return forms
  // North America dials its ten digits with and without the 1.
  if (/^[2-9]\d{2}[2-9]\d{6}$/.test(number)) forms.set(`1${digits}`, 'phone:national')
  if (!number.startsWith('+')) return forms.set(digits, digits.length < 7 ? 'phone:short' : 'phone:digits')
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed?.isPossible()) return forms
  const national = parsed.nationalNumber as string
  const isInferred =
    !region || !isSupportedCountry(region) || parsed.countryCallingCode === getCountryCallingCode(region)
  for (const trunk of isInferred ? ['', '0', '8', '06', '01'] : []) forms.set(trunk + national, 'phone:national')
  for (const prefix of ['', '00', '011', '0011']) {
    forms.set(prefix + parsed.countryCallingCode + national, 'phone:international')
    forms.set(`${prefix}${parsed.countryCallingCode}0${national}`, 'phone:international')
  }
  return forms
}

function matchGroups(
  window: QuoteWindow,
  forms: Map<string, string>,
  extension: string | null,
  kind: 'phone' | 'fax',
): string | null {
  const groups = [...window.text.matchAll(/\d+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: match[0],
  }))
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
      if (isPieceOfLonger(window.text, start, group.end, rule) || !isLabelled(window, start, group.end, kind)) continue
      // Five or six digits can also be a postal code.
      if (rule === 'phone:short' && !PHONE_WORD.test(window.quote) && !FAX_WORD.test(window.quote)) continue
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
  // A country follows a plus: the same digits without it are another number.
  if (rule !== 'phone:international' && /\+\s?\(?(?:\d{1,4}[\s().-]{1,3}){0,3}$/.test(before)) return true
  // And an area follows a trunk zero or brackets.
  if (/(?:^|[^\d])(?:0\d{1,5}(?:[\s./-]{1,3}\(?\d{1,5})?|\(\d{2,5}\)?)[\s)./-]{1,3}$/.test(before)) return true
  return /[\p{L}\d]$/u.test(before) && !/(?<!\p{L})[\p{L}]$/u.test(before)
    ? true
    : /\d[-.,]\(?$/.test(before) || /^(?:[-.,]\d|[\d_])/.test(after)
}

function matchVanity(window: QuoteWindow, forms: Map<string, string>): string | null {
  for (const match of window.quote.matchAll(
    /(?<![\p{L}\d])\+?\(?\d[\d().\-\s]{2,10}[\s.-]?[A-Za-z\d][A-Za-z\d.\-\s]{2,14}/gu,
  )) {
    const text = match[0]
    // The run may include words that follow the number: try every whole-token end.
    for (const end of [...text.matchAll(/[A-Za-z\d](?![A-Za-z\d])/g)].map((each) => each.index + 1).toReversed()) {
      const dialled = text.slice(0, end)
      if (/[A-Za-z]/.test(dialled) && forms.has(toKeypadDigits(dialled))) return 'phone:vanity'
    }
  }
  return null
}
