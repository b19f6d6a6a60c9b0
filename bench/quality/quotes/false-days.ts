import type { MakeDraft } from './claim-case.ts'
import { date, phone, misread } from './false-drafts.ts'
import { throwDay, two, monthOf, throwPhone } from './random-values.ts'

/** False claims: dates and phone numbers. */
export const FALSE_DAYS: Record<string, MakeDraft> = {
  'another year': (dice) => {
    const day = throwDay(dice)
    return date(
      `${day.year + dice.pick([-10, -1, 1, 10])}${day.iso.slice(4)}`,
      `Founded on ${day.day} ${monthOf(day)} ${day.year}`,
    )
  },
  'another month': (dice) => {
    const day = throwDay(dice)
    return date(
      `${day.year}-${two((day.month % 12) + 1)}-${two(day.day)}`,
      `Founded on ${day.day} ${monthOf(day)} ${day.year}`,
    )
  },
  'another day': (dice) => {
    const day = throwDay(dice)
    return date(
      `${day.year}-${two(day.month)}-${two((day.day % 28) + 1)}`,
      dice.pick([
        `Founded on ${day.day} ${monthOf(day)} ${day.year}`,
        `Founded ${two(day.day)}.${two(day.month)}.${day.year}`,
      ]),
    )
  },
  'a month given a day': (dice) => {
    const day = throwDay(dice)
    return date(
      dice.pick([`${day.year}-${two(day.month)}-01`, `${day.year}-${two(day.month)}-20`]),
      `Founded in ${monthOf(day)} ${day.year}`,
    )
  },
  'a year given a day': (dice) => {
    const day = throwDay(dice)
    return date(`${day.year}-01-01`, `Founded in ${day.year}`)
  },
  'a day given a time': (dice) => {
    const day = throwDay(dice)
    return date(`${day.iso}T09:30`, `The fair of ${day.day} ${monthOf(day)} ${day.year}`)
  },
  'a date that reads two ways': (dice) => {
    const day = throwDay(dice, 1, 12)
    const [a, b] = day.day === day.month ? [day.day, (day.month % 12) + 1] : [day.day, day.month]
    return date(`${day.year}-${two(a)}-${two(b)}`, `Founded ${two(a)}/${two(b)}/${day.year}`)
  },
  'another century': (dice) => {
    const day = throwDay(dice, 13)
    return date(
      `${day.year < 2000 ? day.year + 100 : day.year - 100}${day.iso.slice(4)}`,
      `Founded ${two(day.day)}.${two(day.month)}.${String(day.year).slice(2)}`,
    )
  },
  'a name that begins as a month': (dice) => {
    const day = throwDay(dice)
    const [word, month] = dice.pick([
      ['Marathon', '03'],
      ['Market', '03'],
      ['Decatur', '12'],
      ['Junction', '06'],
      ['Augustine', '08'],
    ] as const)
    return date(`${day.year}-${month}-${two(day.day)}`, `${word} ${day.day}, ${day.year}`)
  },
  'a phone number with one digit misread': (dice) => {
    const { area, line, e164 } = throwPhone(dice)
    return phone(`+1${misread(dice, e164.slice(2))}`, `Phone: (${area}) ${line}`)
  },
  'a phone number without its area': (dice) => {
    const { area, line } = throwPhone(dice)
    return phone(line, dice.pick([`Phone: (${area}) ${line}`, `Phone: ${area}-${line}`, `Phone: 0${area} ${line}`]), {
      settings: {},
    })
  },
  'a quote that cuts a phone number': (dice) => {
    const { area, line } = throwPhone(dice)
    return phone(line, `Phone: ${area}-${line}`, { settings: {}, quote: line })
  },
  'a phone number of another country': (dice) => {
    const { area, line } = throwPhone(dice)
    return phone(
      `+44${area}${line.replace('-', '')}`,
      dice.pick([`Phone: +1 ${area} ${line}`, `Phone: +49 ${area} ${line}`]),
    )
  },
  'a fax number': (dice) => {
    const { area, line, e164 } = throwPhone(dice)
    return phone(
      e164,
      dice.pick([
        `Fax: ${area}-${line}`,
        `Tel: ${area}-${dice.int(201, 989)}-1234 Fax: ${area}-${line}`,
        `Telefax ${area}-${line}`,
      ]),
    )
  },
  'a fax number, its label outside of the quote': (dice) => {
    const { area, line, e164 } = throwPhone(dice)
    return phone(e164, `Fax: ${area}-${line}`, { quote: `${area}-${line}` })
  },
  'another extension': (dice) => {
    const { area, line, e164 } = throwPhone(dice)
    return phone(`${e164};ext=${dice.int(500, 899)}`, `Phone: (${area}) ${line} x${dice.int(100, 499)}`)
  },
  'a number that is no phone': (dice) => {
    const digits = dice.digits(10)
    return phone(
      digits,
      `${dice.pick(['VAT no.', 'Order number', 'ISBN', 'IBAN', 'Tax ID', 'Registration no.', 'USt-IdNr. DE'])} ` +
        `${digits}`,
      { settings: {} },
    )
  },
  'a postal code as a phone': (dice) => {
    const code = dice.digits(5)
    return phone(code, `${code} Berlin`, { settings: {} })
  },
}
