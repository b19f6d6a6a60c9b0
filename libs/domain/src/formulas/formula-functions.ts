import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { parse } from 'tldts'
import type { FormulaFuel } from './formula-fuel.ts'
import { isBlank, isTrue, numberOf, textOf, type FormulaValue } from './formula-values.ts'

/** Reads an argument. Arguments are evaluated only when needed, so `IF` evaluates one branch. */
type Read = (index: number) => FormulaValue

interface FormulaFunction {
  least: number
  most: number
  /** As shown to people. */
  usage: string
  call: (read: Read, count: number, fuel: FormulaFuel) => FormulaValue
}

const MOST_ARGUMENTS = 60

/** Every function of formulas, one line each. Names are as in other sheets when they mean the same. */
export const FORMULA_FUNCTIONS: Record<string, FormulaFunction> = {
  IF: {
    least: 2,
    most: 3,
    usage: 'IF(condition, then, else)',
    call: (read, count) => (isTrue(read(0)) ? read(1) : count > 2 ? read(2) : null),
  },
  IFS: {
    least: 2,
    most: MOST_ARGUMENTS,
    usage: 'IFS(condition, value, …)',
    call: (read, count) => firstPair(count, (index) => isTrue(read(index)), read),
  },
  SWITCH: {
    least: 3,
    most: MOST_ARGUMENTS,
    usage: 'SWITCH(value, case, result, …, otherwise)',
    call: (read, count) => chooseCase(read, count),
  },
  AND: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'AND(condition, …)',
    call: (read, count) => indexes(count).every((index) => isTrue(read(index))),
  },
  OR: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'OR(condition, …)',
    call: (read, count) => indexes(count).some((index) => isTrue(read(index))),
  },
  NOT: { least: 1, most: 1, usage: 'NOT(condition)', call: (read) => !isTrue(read(0)) },
  COALESCE: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'COALESCE(value, …): the first value that is not empty',
    call: (read, count) => firstValue(count, read),
  },
  ISBLANK: { least: 1, most: 1, usage: 'ISBLANK(value)', call: (read) => isBlank(read(0)) },
  CONCAT: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'CONCAT(text, …)',
    call: (read, count, fuel) =>
      fuel.join(
        indexes(count).map((index) => textOf(read(index))),
        '',
      ),
  },
  JOIN: {
    least: 2,
    most: MOST_ARGUMENTS,
    usage: 'JOIN(separator, text, …): leaves out empty texts',
    call: (read, count, fuel) =>
      fuel.join(
        indexes(count)
          .slice(1)
          .map((index) => textOf(read(index)))
          .filter((text) => text !== ''),
        textOf(read(0)),
      ),
  },
  LOWER: { least: 1, most: 1, usage: 'LOWER(text)', call: (read) => onText(read(0), (text) => text.toLowerCase()) },
  UPPER: { least: 1, most: 1, usage: 'UPPER(text)', call: (read) => onText(read(0), (text) => text.toUpperCase()) },
  PROPER: {
    least: 1,
    most: 1,
    usage: 'PROPER(text)',
    call: (read) =>
      onText(read(0), (text) =>
        text
          .toLowerCase()
          .replaceAll(
            /(^|[^\p{L}\p{N}'’])(\p{L})/gu,
            (_whole, before: string, letter: string) => before + letter.toUpperCase(),
          ),
      ),
  },
  TRIM: {
    least: 1,
    most: 1,
    usage: 'TRIM(text)',
    call: (read) => onText(read(0), (text) => text.trim().replaceAll(/\s+/g, ' ')),
  },
  LEN: { least: 1, most: 1, usage: 'LEN(text)', call: (read) => [...textOf(read(0))].length },
  LEFT: {
    least: 1,
    most: 2,
    usage: 'LEFT(text, count)',
    call: (read, count) => onText(read(0), (text) => [...text].slice(0, count > 1 ? sizeOf(read(1)) : 1).join('')),
  },
  RIGHT: {
    least: 1,
    most: 2,
    usage: 'RIGHT(text, count)',
    call: (read, count) => onText(read(0), (text) => lastOf([...text], count > 1 ? sizeOf(read(1)) : 1)),
  },
  MID: {
    least: 3,
    most: 3,
    usage: 'MID(text, start, count)',
    call: (read) =>
      onText(read(0), (text) =>
        [...text]
          .slice(sizeOf(read(1)) - 1)
          .slice(0, sizeOf(read(2)))
          .join(''),
      ),
  },
  CONTAINS: {
    least: 2,
    most: 2,
    usage: 'CONTAINS(text, part)',
    call: (read, _count, fuel) => {
      const [text, part] = [textOf(read(0)).toLowerCase(), textOf(read(1)).toLowerCase()]
      fuel.search(text, part)
      return text.includes(part)
    },
  },
  STARTSWITH: {
    least: 2,
    most: 2,
    usage: 'STARTSWITH(text, part)',
    call: (read) =>
      textOf(read(0))
        .toLowerCase()
        .startsWith(textOf(read(1)).toLowerCase()),
  },
  ENDSWITH: {
    least: 2,
    most: 2,
    usage: 'ENDSWITH(text, part)',
    call: (read) =>
      textOf(read(0))
        .toLowerCase()
        .endsWith(textOf(read(1)).toLowerCase()),
  },
  SUBSTITUTE: {
    least: 3,
    most: 3,
    usage: 'SUBSTITUTE(text, old, new)',
    call: (read, _count, fuel) => onText(read(0), (text) => fuel.substitute(text, textOf(read(1)), textOf(read(2)))),
  },
  SPLIT: {
    least: 3,
    most: 3,
    usage: 'SPLIT(text, separator, which)',
    call: (read, _count, fuel) => {
      const [text, separator] = [textOf(read(0)), textOf(read(1))]
      fuel.search(text, separator)
      return text.split(separator)[sizeOf(read(2)) - 1]?.trim() ?? null
    },
  },
  VALUE: { least: 1, most: 1, usage: 'VALUE(text)', call: (read) => numberOf(read(0)) },
  ROUND: {
    least: 1,
    most: 2,
    usage: 'ROUND(number, digits)',
    call: (read, count) =>
      onNumber(read(0), (number) => roundTo(number, count > 1 ? Math.trunc(numberOf(read(1)) ?? 0) : 0)),
  },
  ABS: { least: 1, most: 1, usage: 'ABS(number)', call: (read) => onNumber(read(0), Math.abs) },
  SUM: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'SUM(number, …): leaves out empty values',
    call: (read, count) => numbers(read, count).reduce((sum, number) => sum + number, 0),
  },
  MIN: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'MIN(number, …)',
    call: (read, count) => leastOf(numbers(read, count)),
  },
  MAX: {
    least: 1,
    most: MOST_ARGUMENTS,
    usage: 'MAX(number, …)',
    call: (read, count) => onNumber(leastOf(numbers(read, count).map((number) => -number)), (number) => -number),
  },
  YEAR: { least: 1, most: 1, usage: 'YEAR(date)', call: (read) => datePart(read(0), 0) },
  MONTH: { least: 1, most: 1, usage: 'MONTH(date)', call: (read) => datePart(read(0), 1) },
  DAY: { least: 1, most: 1, usage: 'DAY(date)', call: (read) => datePart(read(0), 2) },
  DOMAIN: {
    least: 1,
    most: 1,
    usage: 'DOMAIN(address or e-mail): such as example.com',
    call: (read) => domainOf(textOf(read(0))),
  },
  PHONECOUNTRY: {
    least: 1,
    most: 1,
    usage: 'PHONECOUNTRY(phone): such as DE',
    call: (read) => parsePhoneNumberFromString(textOf(read(0)))?.country ?? null,
  },
}

const indexes = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

function numbers(read: Read, count: number): number[] {
  return indexes(count).flatMap((index) => numberOf(read(index)) ?? [])
}

function leastOf(all: readonly number[]): number | null {
  return all.length ? all.reduce((least, number) => Math.min(least, number)) : null
}

function onText(value: FormulaValue, work: (text: string) => string): FormulaValue {
  return value === null ? null : work(textOf(value))
}

function onNumber(value: FormulaValue, work: (number: number) => number): number | null {
  const number = numberOf(value)
  return number === null ? null : work(number)
}

function sizeOf(value: FormulaValue): number {
  return Math.max(0, Math.trunc(numberOf(value) ?? 0))
}

function lastOf(characters: readonly string[], count: number): string {
  return count === 0 ? '' : characters.slice(-count).join('')
}

function roundTo(number: number, digits: number): number {
  const shift = 10 ** Math.max(-12, Math.min(12, digits))
  // Rounds half away from zero, as other sheets do. The small step corrects binary fractions such as 1.005.
  return (Math.sign(number) * Math.round(Math.abs(number) * shift * (1 + Number.EPSILON))) / shift
}

function firstValue(count: number, read: Read): FormulaValue {
  for (const index of indexes(count)) {
    const value = read(index)
    if (!isBlank(value)) return value
  }
  return null
}

function firstPair(count: number, holds: (index: number) => boolean, read: Read): FormulaValue {
  for (let index = 0; index + 1 < count; index += 2) if (holds(index)) return read(index + 1)
  return null
}

function chooseCase(read: Read, count: number): FormulaValue {
  const wanted = textOf(read(0)).toLowerCase()
  for (let index = 1; index + 1 < count; index += 2)
    if (textOf(read(index)).toLowerCase() === wanted) return read(index + 1)
  return count % 2 === 0 ? read(count - 1) : null
}

/** Dates are ISO 8601 texts, whole or cut after year or month. */
function datePart(value: FormulaValue, part: 0 | 1 | 2): number | null {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(textOf(value))
  return found?.[part + 1] ? Number(found[part + 1]) : null
}

function domainOf(text: string): string | null {
  return parse(text.includes('@') && !text.includes('/') ? text.slice(text.lastIndexOf('@') + 1) : text, {
    allowPrivateDomains: true,
  }).domain
}
