import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** The country of the first whole number in a text that is printed with its plus (`+49 30 …`); null without one. A shared prefix (+1, +7) tells it only together with a number in use. */
export function countryOfPrefix(text: string): string | null {
  const run = /\+\s?\d[\d\s()./-]{6,20}\d/.exec(text)?.[0]
  const parsed = run ? parsePhoneNumberFromString(run.replaceAll(/\(\s*0\s*\)/g, '')) : undefined
  // Possible is enough: a prefix of its own tells the country also where the number is not in service.
  return parsed?.isPossible() ? (parsed.country ?? null) : null
}
