import type { Dice } from '../dice.ts'
import type { Draft } from './claim-case.ts'
import { GOODS } from './words.ts'

export const said = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'text',
  line: { label: '', text },
  value,
  ...rest,
})
export const number = (value: number | string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'number',
  line: { label: '', text },
  value: String(value),
  ...rest,
})
export const date = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'date',
  line: { label: '', text },
  value,
  ...rest,
})
export const phone = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'phone',
  settings: { region: 'US' },
  line: { label: '', text },
  value,
  ...rest,
})
export const email = (value: string, text: string): Draft => ({ column: 'email', line: { label: '', text }, value })
export const url = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'url',
  line: { label: '', text },
  value,
  ...rest,
})
export const choice = (value: string, options: string[], text: string): Draft => ({
  column: 'choice',
  settings: { options },
  line: { label: '', text },
  value,
})
export const boolean = (value: 'yes' | 'no', text: string): Draft => ({
  column: 'boolean',
  line: { label: '', text },
  value,
})

export const goodsLine = (dice: Dice, name: string): [string, string] => {
  const goods = dice.pick(GOODS)
  return [goods, `${name} makes ${goods} for the whole region and ships daily`]
}
/** Replaces one digit of a number, never the first, so that its length stays. */
export const misread = (dice: Dice, digits: string): string => {
  const at = dice.int(1, digits.length - 1)
  return digits.slice(0, at) + ((Number(digits[at]) + dice.int(1, 9)) % 10) + digits.slice(at + 1)
}
export const comma = (count: number): string => String(count).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
/** Latin letters that look like letters of another script. */
export const twin = (text: string): string =>
  text.replace(/[aeopcxy]/, (letter) => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', y: 'у' })[letter]!)
