import type { MakeDraft } from './claim-case.ts'
import { number, misread, comma } from './false-drafts.ts'
import { two, throwDay, throwPhone } from './random-values.ts'

const SCALES = [
  'million',
  'Mio.',
  'Mrd. €',
  'thousand',
  'тыс.',
  'млн',
  '万',
  'billones',
  'Billionen',
  'lakh',
  'crore',
  'TEUR',
]

/** False claims: numbers. */
export const FALSE_NUMBERS: Record<string, MakeDraft> = {
  'a number with one digit misread': (dice, _, language) => {
    const count = dice.digits(dice.int(3, 6))
    return number(misread(dice, count), `${language.staff}: ${comma(Number(count))}`)
  },
  'a number with two digits swapped': (dice, _, language) => {
    const [a, b] = [dice.int(1, 8), dice.int(1, 8)]
    return number(`${a}${b === a ? 9 : b}7`, `${language.staff}: ${b === a ? 9 : b}${a}7`)
  },
  'a number with a nought more': (dice, _, language) => {
    const count = dice.int(2, 900)
    return number(count * 10, `${language.staff}: ${count}`)
  },
  'million for billion': (dice) => {
    const head = dice.int(2, 90)
    const [word, wrong] = dice.pick([
      ['million', 1e9],
      ['billion', 1e6],
      ['Mrd.', 1e6],
      ['Mio.', 1e9],
      ['thousand', 1e6],
      ['Tsd.', 1e6],
      ['Billionen', 1e9],
      ['mil millones', 1e3],
      ['billones', 1e9],
      ['億', 1e4],
      ['TEUR', 1],
    ] as const)
    return number(head * wrong, `Revenue: ${head} ${word} last year`)
  },
  'the scale left off': (dice) => {
    const head = dice.int(2, 90)
    return number(head, `Revenue: ${head} ${dice.pick(SCALES)}`)
  },
  'the scale left off with the quote': (dice) => {
    const head = dice.int(2, 90)
    return number(head, `Revenue of ${head} million`, { quote: `Revenue of ${head}` })
  },
  'a scale outside of the quote': (dice) => {
    const head = dice.int(2, 90)
    return number(head * 1e6, `Revenue of ${head} million`, { quote: `Revenue of ${head}` })
  },
  'metres as millions': (dice) => {
    const head = dice.int(2, 90)
    return number(head * 1e6, dice.pick([`The pool is ${head} m long`, `${head}m to the beach`, `${head} mm thick`]))
  },
  'part of a year': (dice) => {
    const day = throwDay(dice)
    return number(day.year % 100 || 12, `Opened in ${day.year} by the mayor`)
  },
  'part of a grouped number': (dice) => {
    const [a, b] = [dice.int(10, 99), dice.digits(3)]
    return number(dice.pick([a, b]), `We serve ${a}${dice.pick([',', '.', ' ', '’'])}${b} people`)
  },
  'a quote that cuts a number': (dice) => {
    const [a, b] = [dice.int(10, 99), dice.digits(3)]
    return number(b, `We serve ${a}${dice.pick([',', '.', ''])}${b} people`, { quote: `${b} people` })
  },
  'part of a phone number': (dice) => {
    const { area, line } = throwPhone(dice)
    return number(
      dice.pick([area, line.split('-')[1]!]),
      dice.pick([
        `Call ${area}-${line} now`,
        `Call (${area}) ${line} now`,
        `Call +1 ${area} ${line.replace('-', ' ')} now`,
        `Call ${area} ${line.replace('-', ' ')} now`,
      ]),
    )
  },
  'part of a code': (dice) => {
    const code = dice.digits(3)
    return number(
      code,
      dice.pick([
        `Model XR-${code} in stock`,
        `Model XR${code} in stock`,
        `Size ${code}-${dice.digits(2)}-A`,
        `Item #${code}`,
      ]),
    )
  },
  'part of a date': (dice) => {
    const day = throwDay(dice)
    return number(
      dice.pick([day.day, day.month]),
      dice.pick([
        `Updated ${day.iso}`,
        `Updated ${two(day.day)}.${two(day.month)}.${day.year}`,
        `Updated ${day.day}/${day.month}/${day.year}`,
      ]),
    )
  },
  'part of a time': (dice) => {
    const [hour, minute] = [dice.int(13, 22), dice.int(10, 59)]
    return number(dice.pick([hour, minute]), `Open until ${hour}:${minute} every day`)
  },
  'a bound of a range': (dice) => {
    const [low, high] = [dice.int(2, 49), dice.int(50, 250)]
    return number(
      dice.pick([low, high]),
      dice.pick([`${low}-${high} employees`, `${low}–${high} employees`, `${low} - ${high} employees`]),
    )
  },
  'a range as a negative number': (dice) => {
    const [low, high] = [dice.int(2, 49), dice.int(50, 250)]
    return number(-high, dice.pick([`${low}-${high} employees`, `${low}–${high} employees`]))
  },
  'a minus left off': (dice) => {
    const degrees = dice.int(2, 40)
    return number(degrees, `down to -${degrees} °C`)
  },
  'a footnote mark as a digit': (dice) => {
    const count = dice.int(12, 990)
    return number(`${count}1`, `Employees: ${count}¹ in all`)
  },
  'a fraction as a number': (dice) => {
    const count = dice.int(1, 9)
    return number(dice.pick([`${count}1`, count]), `${count}½ hours by train`)
  },
  'two cells of a table as one number': (dice) => {
    const [a, b] = [dice.int(2, 99), dice.int(100, 999)]
    return number(`${a}${b}`, `${a} ${b}`, {
      line: { label: '', text: `${a} ${b}`, html: `<table><tr><td>${a}</td><td>${b}</td></tr></table>` },
    })
  },
  'a year and a count as one number': (dice) => {
    const [year, count] = [dice.int(1985, 2020), dice.int(100, 999)]
    return number(`${year}${count}`, `In ${year} ${count} people worked here`)
  },
  'a share for a percentage': (dice) => number(`0.${dice.int(11, 98)}`, `Up by ${dice.int(11, 98)} %`),
}
