import type { Dice } from '../dice.ts'
import type { Draft, Firm } from './claim-case.ts'
import type { Day } from './random-values.ts'
import { type Language, GOODS } from './words.ts'

const sentence = (dice: Dice, goods: string, firm: Firm): string =>
  dice.pick([
    `${firm.name} makes ${goods} for the whole region.`,
    `Since the beginning we sell ${goods} and nothing else.`,
    `Visit our shop for ${goods} (open to everybody).`,
    `What we love: ${goods}, every day.`,
  ])
export const text = (dice: Dice, firm: Firm, rest: Partial<Draft> = {}): Draft & { goods: string } => {
  const goods = dice.pick(GOODS)
  return { column: 'text', line: { label: '', text: sentence(dice, goods, firm) }, value: goods, goods, ...rest }
}
export const counted = (language: Language, printed: string, value: number, html?: string): Draft => ({
  column: 'number',
  line: { label: language.staff, text: printed, ...(html ? { html } : {}) },
  value: String(value),
})
export const dated = (language: Language, printed: string, iso: string): Draft => ({
  column: 'date',
  line: { label: language.founded, text: printed },
  value: iso,
})
export const grouped = (dice: Dice, mark: string): [string, number] => {
  const [head, tail] = [dice.int(1, 999), dice.digits(3)]
  return [`${head}${mark}${tail}`, Number(`${head}${tail}`)]
}
export const localised = (dice: Dice, day: Day): string =>
  new Intl.DateTimeFormat(
    dice.pick([
      'de',
      'fr',
      'es',
      'it',
      'nl',
      'pl',
      'cs',
      'sv',
      'tr',
      'ru',
      'pt',
      'da',
      'fi',
      'hu',
      'el',
      'uk',
      'ja',
      'ko',
      'zh',
    ]),
    { dateStyle: 'long', timeZone: 'UTC' },
  ).format(new Date(Date.UTC(day.year, day.month - 1, day.day)))

export const withLabel = (draft: Draft): Draft => ({ ...draft, quote: (whole) => whole })
