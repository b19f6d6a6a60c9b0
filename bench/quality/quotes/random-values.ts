import type { Dice } from '../dice.ts'
import { FAMILY, GIVEN } from './words.ts'

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

export interface Day {
  year: number
  month: number
  day: number
  iso: string
}

export function throwDay(dice: Dice, low = 1, high = 28): Day {
  const [year, month, day] = [dice.int(1985, 2024), dice.int(1, 12), dice.int(low, high)]
  return { year, month, day, iso: `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` }
}

export const two = (number: number): string => String(number).padStart(2, '0')
export const monthOf = (day: Day): string => MONTHS[day.month - 1] as string

export function throwPhone(dice: Dice): { area: string; line: string; e164: string } {
  const [area, line] = [dice.pick(['415', '212', '303', '905', '604']), `${dice.int(201, 989)}-${dice.digits(4)}`]
  return { area, line, e164: `+1${area}${line.replace('-', '')}` }
}

export const throwPerson = (dice: Dice): string => `${dice.pick(GIVEN)} ${dice.pick(FAMILY)}`

/** 1st, 2nd, 3rd, 4th, and the exceptions from 11th to 13th. */
export function ordinalOf(day: number): string {
  if (day >= 11 && day <= 13) return `${day}th`
  return `${day}${['th', 'st', 'nd', 'rd'][day % 10] ?? 'th'}`
}
