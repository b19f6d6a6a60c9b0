import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/**
 * The country of the first whole number in a text that is printed with its plus (`+49 30 …`). Null when there is
 * none. A shared prefix (+1, +7) tells the country only with a number that is in use.
 */
export function countryOfPrefix(text: string): string | null {
  const run = /\+\s?\d[\d\s()./-]{6,20}\d/.exec(text)?.[0]
  const parsed = run ? parsePhoneNumberFromString(run.replaceAll(/\(\s*0\s*\)/g, '')) : undefined
  // A possible number is enough: an unshared prefix tells the country even when the number is not in service.
  return parsed?.isPossible() ? (parsed.country ?? null) : null
}
