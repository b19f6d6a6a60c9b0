import { toKeypadDigits, joined } from '@enrichify/domain'
import {
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js/max'

/** A part of a line that reads as a telephone number. */
export interface PhoneCandidate {
  start: number
  end: number
  /** E.164 with `;ext=` when it is valid in a country, else the digits as printed. */
  value: string
  country: string | null
  valid: boolean
  /** Printed the way people print telephone numbers: a plus, brackets, or groups. */
  shaped: boolean
  /** With a plus, or with the prefix for calls inside the country: not a bare tail of digits. */
  national: boolean
}

/** Parsing is expensive. After so many attempts, a page of nothing but digits is no longer read for phones. */
export interface ParseBudget {
  left: number
}

const MAX_PER_LINE = 500
const RUN = /(?:\+\s?|\(\+?|00)?\d(?:[\d\s().\-‐-―−/·•+]|\[0\])*\d/g
const GROUP = /\d+/g
/**
 * Letters are in separate groups, apart from up to three digits before them (`7FANNIE`, `333-PAUL`). Spaces only when
 * the area code is toll-free.
 */
const VANITY = new RegExp(
  joined`
    (?<![\w.@/-])(?:\+?1[-. ]?)?\(?([2-9]\d{2})\)?([-. ]{1,2})
    (\d{0,4}[-. ]?[A-Za-z]{2,7}(?:[-. ][A-Z]{2,5})?\d{0,4})(?![\w-])
  `,
  'g',
)
const EXTENSION = new RegExp(
  joined`
    ^[\s,;(]{0,3}(?:x|ext(?:ension|n)?\.?|ex\.?|durchwahl|dw\.?|poste|anexo|ramal|toestel)\s{0,2}
    [.:#]?\s{0,2}(\d{1,6})(?!\d)
  `,
  'i',
)
const DATE = new RegExp(
  joined`
    ^(?:
      (?:19|20)\d\d[-./](?:0?\d|1[0-2])[-./](?:[0-2]?\d|3[01])
      |(?:[0-2]?\d|3[01])[-./](?:[0-2]?\d|3[01])[-./](?:19|20)?\d\d
      |(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d
    )$
  `,
)
const TOLL_FREE = /^8(?:00|33|44|55|66|77|88)$/

/**
 * The numbers of one line, left to right. They are read first for the given countries in their order. Numbers written
 * for North America are recognised by their grouping.
 */
export function findPhoneCandidates(line: string, countries: string[], budget: ParseBudget): PhoneCandidate[] {
  const vanity = /[A-Za-z]/.test(line) ? findVanity(line) : []
  const found = [...vanity]
  for (const run of line.matchAll(RUN)) {
    const digits = run[0].replaceAll(/\D/g, '').length
    if (digits < 6 || (digits > 60 && budget.left < 100)) continue
    for (const candidate of splitRun(line, run.index, run[0], countries, budget)) {
      if (found.length >= MAX_PER_LINE) return found.sort((a, b) => a.start - b.start)
      if (!vanity.some((each) => each.start < candidate.end && candidate.start < each.end)) found.push(candidate)
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function findVanity(line: string): PhoneCandidate[] {
  const found: PhoneCandidate[] = []
  for (const match of line.matchAll(VANITY)) {
    const [whole, area, gap, tail] = match as unknown as [string, string, string, string]
    const tollFree = TOLL_FREE.test(area)
    // `1800 Pyramid Place` is a street.
    if (
      /\s/.test(gap) &&
      tail !== tail.toUpperCase() &&
      /^\s\p{Lu}\p{Ll}/u.test(line.slice(match.index + whole.length))
    )
      continue
    if (!tollFree && (/\s/.test(gap + tail) || tail !== tail.toUpperCase())) continue
    const letters = tail.replaceAll(/[^A-Za-z]/g, '').length
    const rest = toKeypadDigits(tail)
    if (rest.length !== 7 || letters < 3) continue
    const parsed = parsePhoneNumberFromString(`+1${area}${rest}`)
    if (parsed?.isPossible())
      found.push({
        start: match.index,
        end: match.index + whole.length,
        value: parsed.number,
        country: 'US',
        valid: true,
        shaped: true,
        national: true,
      })
  }
  return found
}

function* splitRun(
  line: string,
  offset: number,
  run: string,
  countries: string[],
  budget: ParseBudget,
): Generator<PhoneCandidate> {
  const groups = [...run.matchAll(GROUP)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    digits: match[0],
  }))
  for (let first = 0; first < groups.length;) {
    const hit = budget.left > 0 ? longestNumber({ line, offset, run, groups }, first, countries, budget) : null
    if (hit) yield hit.candidate
    first = hit ? hit.next : first + 1
    // When a number fails from its first group, its inside is not searched: its tail would be a piece of something
    // longer.
    if (!hit)
      while (
        first < groups.length &&
        !isHardBreak(run.slice((groups[first - 1] as { end: number }).end, (groups[first] as { start: number }).start))
      )
        first += 1
  }
}

function isHardBreak(between: string): boolean {
  return /[•·+]|\s\/|\/\s|\(\s*\+|\)\s*\(|\s{2,}/.test(between)
}

interface Group {
  start: number
  end: number
  digits: string
}

/** Digits and what is between them: `run` begins at `offset` of the line. */
interface Run {
  line: string
  offset: number
  run: string
  groups: Group[]
}

function longestNumber(
  { line, offset, run, groups }: Run,
  first: number,
  countries: string[],
  budget: ParseBudget,
): { candidate: PhoneCandidate; next: number } | null {
  const begin = groups[first] as Group
  let last = first
  let digits = 0
  const ends: number[] = []
  for (; last < groups.length; last += 1) {
    const group = groups[last] as Group
    if (last > first && isHardBreak(run.slice((groups[last - 1] as Group).end, group.start))) break
    digits += group.digits.length
    if (digits > 17) break
    if (digits >= 6) ends.push(last)
  }
  let fallback: { candidate: PhoneCandidate; next: number } | null = null
  for (const end of ends.toReversed()) {
    const bounds = widen(line, offset + begin.start, offset + (groups[end] as Group).end)
    const raw = line.slice(bounds.start, bounds.end)
    if (DATE.test(raw.trim()) || isInsideWord(line, bounds)) continue
    const candidate = readNumber(line, bounds, raw, countries, budget)
    if (candidate?.valid && !leavesTail(run, groups, end)) return { candidate, next: end + 1 }
    fallback ??= candidate ? { candidate, next: end + 1 } : null
  }
  return fallback
}

/** A few more digits after a space or a dot: what looks valid is the beginning of a longer number of another plan. */
function leavesTail(run: string, groups: Group[], end: number): boolean {
  const last = groups[end] as Group
  const next = groups[end + 1]
  if (!next || !/^[\s.]$/.test(run.slice(last.end, next.start))) return false
  let digits = 0
  for (let at = end + 1; at < groups.length && digits < 7; at += 1) {
    if (at > end + 1 && isHardBreak(run.slice((groups[at - 1] as Group).end, (groups[at] as Group).start))) break
    digits += (groups[at] as Group).digits.length
  }
  return digits < 6
}

/** Includes the plus and the opening bracket before the digits. */
function widen(line: string, start: number, end: number): { start: number; end: number } {
  let from = start
  while (from > 0 && start - from < 3 && /[+(]/.test(line[from - 1] as string)) from -= 1
  if (from > 1 && line[from - 1] === ' ' && line[from - 2] === '+') from -= 2
  if (line[from] === '(' && !line.slice(from, end).includes(')')) from += 1
  return { start: from, end }
}

function isInsideWord(line: string, { start, end }: { start: number; end: number }): boolean {
  const before = line.slice(Math.max(0, start - 2), start)
  const after = line.slice(end, end + 2)
  return /[\p{L}\d_@=&%$€£#]$|[\d=#$€£][-.:/,]$/u.test(before) || /^(?:[\d_@%€$£°]|\p{L}\p{L}|[.,:]\d)/u.test(after)
}

function readNumber(
  line: string,
  bounds: { start: number; end: number },
  raw: string,
  countries: string[],
  budget: ParseBudget,
): PhoneCandidate | null {
  const dialled = raw.replaceAll(/\(\s*0\s*\)|\[0\]/g, raw.includes('+') || /^\(?00/.test(raw) ? '' : '0')
  const digits = dialled.replaceAll(/\D/g, '')
  if (digits.length < 6 || /^(\d)\1+$/.test(digits)) return null
  const groups = dialled.match(GROUP) ?? []
  const northAmerican =
    /^(?:1 )?\d{3} \d{3} \d{4}$/.test(groups.join(' ')) ||
    (/^(?:1 ?)?\d{10}$/.test(groups.join(' ')) && /^1?[2-9]\d\d[2-9]/.test(digits))
  const plus = raw.includes('+') || (/^\(?00[1-9]/.test(raw) && digits.length > 10)
  const tries: [string, CountryCode | undefined][] = []
  if (plus) tries.push([`+${raw.includes('+') ? digits : digits.slice(2)}`, undefined])
  for (const country of countries) tries.push([digits, country as CountryCode])
  // Foreign numbers are sometimes printed without their plus: `965 2397 0072` on a page about Kuwait.
  if (!plus && digits.length >= 10 && !northAmerican)
    for (const country of countries)
      if (isSupportedCountry(country) && digits.startsWith(getCountryCallingCode(country)))
        tries.push([`+${digits}`, undefined])
  if (northAmerican && !countries.includes('US') && !countries.includes('CA')) tries.push([digits, 'US'])
  const extension = EXTENSION.exec(line.slice(bounds.end, bounds.end + 24))
  const end = bounds.end + (extension?.[0].length ?? 0)
  const suffix = extension ? `;ext=${extension[1]}` : ''
  const shaped = raw.includes('+') || (groups.length >= 2 && groups.length <= 6) || raw.startsWith('(')
  for (const [text, country] of tries) {
    if (budget.left <= 0) return null
    budget.left -= 1
    const parsed = parsePhoneNumberFromString(text, country)
    if (!parsed?.isValid()) continue
    const inside = parsed.formatNational().replaceAll(/\D/g, '')
    const national = text.startsWith('+') || inside === digits || `1${inside}` === digits
    return {
      start: bounds.start,
      end,
      value: `${parsed.number}${suffix}`,
      country: parsed.country ?? country ?? null,
      valid: true,
      shaped,
      national,
    }
  }
  if (digits.length > 15) return null
  return {
    start: bounds.start,
    end,
    value: `${plus ? '+' : ''}${plus && !raw.includes('+') ? digits.slice(2) : digits}${suffix}`,
    country: null,
    valid: false,
    shaped,
    national: false,
  }
}
