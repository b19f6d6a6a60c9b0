import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The country of the first whole number in a text that is printed with its plus (`+49 30 …`); null without one. The prefix alone may be shared, the number is not. */
export function countryOfPrefix(text: string): string | null {
  const run = /\+\s?\d[\d\s().\/-]{6,20}\d/.exec(text)?.[0]
  const parsed = run ? parsePhoneNumberFromString(run.replaceAll(/\(\s*0\s*\)/g, '')) : undefined
  return parsed?.isValid() ? (parsed.country ?? null) : null
}
