import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import { share, type ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

/**
 * E.164 with `;ext=` when the country is known. Otherwise the number as written, so that nothing is lost or invented.
 */
export function readPhone(text: string, region?: string): string | null {
  const trimmed = text.trim()
  const [number = '', extension] = trimmed.split(';ext=')
  const parsed = parsePhoneNumberFromString(number, region as CountryCode | undefined)
  if (parsed?.isPossible()) return parsed.number + ((extension ?? parsed.ext) ? `;ext=${extension ?? parsed.ext}` : '')
  const digits = number.replace(/\D/g, '')
  return digits.length >= 5 && digits.length <= 17 && /^[+(\d][\d\s()./+-]*(?:(?:x|ext\.?)\s*\d+)?$/i.test(number)
    ? trimmed
    : null
}

export const phoneColumn: ColumnType = {
  kind: 'phone',
  label: 'Phone',
  parse(text, settings) {
    if (text.trim() === '') return { ok: true, value: null }
    const value = readPhone(text, settings.region)
    return value ? { ok: true, value } : { ok: false, reason: 'is not a phone number such as +49 30 1234567' }
  },
  format: formatAny,
  // Most stored numbers are in this form, and reading one is slow.
  keyOf: (text, { region }) => (/^\+\d+$/.test(text) ? text : (readPhone(text, region) ?? text.trim())),
  guess: (samples) =>
    share(
      samples,
      (text) =>
        /^[+(]|[\s()/-]/.test(text) &&
        !/^\d{4}-\d{2}-\d{2}/.test(text) &&
        readPhone(text) !== null &&
        text.replace(/\D/g, '').length >= 7,
    ) * 0.94,
  sortAs: 'text',
}
