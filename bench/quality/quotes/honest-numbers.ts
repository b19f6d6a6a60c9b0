import type { MakeDraft } from './claim-case.ts'
import { counted, grouped, withLabel } from './honest-drafts.ts'
import { LANGUAGES } from './words.ts'

/** True claims: numbers. */
export const HONEST_NUMBERS: Record<string, MakeDraft> = {
  'number, plain': (dice, _, language) => {
    const count = dice.int(2, 999)
    return withLabel(counted(language, String(count), count))
  },
  'number, commas': (dice, _, language) => counted(language, ...grouped(dice, ',')),
  'number, dots': (dice, _, language) => counted(language, ...grouped(dice, '.')),
  'number, spaces of any width': (dice, _, language) =>
    counted(language, ...grouped(dice, dice.pick([' ', '\u00A0', '\u202F', '\u2009']))),
  'number, apostrophes': (dice, _, language) => counted(language, ...grouped(dice, dice.pick(["'", '’']))),
  'number, continental decimals': (dice, _, language) => {
    const [printed, value] = grouped(dice, '.')
    const cents = dice.digits(2)
    return {
      column: 'number',
      line: { label: language.revenue, text: `${printed},${cents} EUR` },
      value: `${value}.${cents}`,
    }
  },
  'number, English decimals': (dice, _, language) => {
    const [printed, value] = grouped(dice, ',')
    const cents = dice.digits(2)
    return {
      column: 'number',
      line: { label: language.revenue, text: `$${printed}.${cents}` },
      value: `${value}.${cents}`,
    }
  },
  'number, scaled by a word': (dice, _, language) => {
    const [word, scale] = dice.pick([
      ['million', 1e6],
      ['Millionen', 1e6],
      ['Mio.', 1e6],
      ['Mrd.', 1e9],
      ['billion', 1e9],
      ['millones', 1e6],
      ['milioni', 1e6],
      ['тыс.', 1e3],
      ['млн', 1e6],
      ['Tsd.', 1e3],
      ['thousand', 1e3],
      ['mln', 1e6],
      ['milliards', 1e9],
      ['mil millones', 1e9],
      ['miljoner', 1e6],
    ] as const)
    const head = dice.int(2, 900)
    return {
      column: 'number',
      line: { label: language.revenue, text: `${head} ${word} €` },
      value: String(head * scale),
    }
  },
  'number, scaled by a word, with decimals': (dice, _, language) => {
    const [head, tenth] = [dice.int(1, 40), dice.int(1, 9)]
    return {
      column: 'number',
      line: {
        label: language.revenue,
        text: `${head}${dice.pick([',', '.'])}${tenth} ${dice.pick(['million', 'Mio.', 'millions', 'milioni'])}`,
      },
      value: String((head * 10 + tenth) * 1e5),
    }
  },
  'number, scaled by a letter': (dice, _, language) => {
    const head = dice.int(2, 90)
    const [printed, scale] = dice.pick([
      [`$${head}M`, 1e6],
      [`€${head}m`, 1e6],
      [`${head}k €`, 1e3],
      [`£${head}bn`, 1e9],
      [`${head}K`, 1e3],
      [`USD ${head}B`, 1e9],
      [`${head} TEUR`, 1e3],
    ] as const)
    return { column: 'number', line: { label: language.revenue, text: printed }, value: String(head * scale) }
  },
  'number, ten thousands of East Asia': (dice) => {
    const head = dice.int(2, 900)
    const [code, printed, scale] = dice.pick([
      ['ja', `${head}万人`, 1e4],
      ['zh', `${head}亿元`, 1e8],
      ['ko', `${head}만 명`, 1e4],
      ['ja', `${head}億円`, 1e8],
    ] as const)
    return {
      column: 'number',
      language: LANGUAGES.find((each) => each.code === code),
      line: { label: '', text: printed },
      value: String(head * scale),
    }
  },
  'number, digits of other scripts': (dice) => {
    const count = dice.digits(3)
    const [code, zero] = dice.pick([
      ['ar', 0x660],
      ['hi', 0x966],
      ['th', 0xe50],
      ['ar', 0x6f0],
    ] as const)
    const language = LANGUAGES.find((each) => each.code === code)!
    return {
      column: 'number',
      language,
      line: {
        label: language.staff,
        text: [...count].map((digit) => String.fromCharCode(zero + Number(digit))).join(''),
      },
      value: count,
    }
  },
  'number, with a footnote mark': (dice, _, language) => {
    const count = dice.int(12, 990)
    return counted(language, `${count}${dice.pick(['¹', '²', '³'])}`, count)
  },
  'number, beside another in a table': (dice) => {
    const [a, b] = [dice.int(2, 9), dice.int(100, 999)]
    return {
      column: 'number',
      line: { label: '', text: `${a} ${b}`, html: `<table><tr><td>${a}</td><td>${b}</td></tr></table>` },
      value: String(b),
    }
  },
  'number, per cent and plus': (dice, _, language) => {
    const count = dice.int(3, 99)
    return counted(
      language,
      dice.pick([`${count} %`, `${count}%`, `${count}+`, `over ${count}`, `ca. ${count}`]),
      count,
    )
  },
  'number, below zero': (dice) => {
    const degrees = dice.int(2, 40)
    return {
      column: 'number',
      line: { label: 'Temperature', text: `${dice.pick(['-', '−', '–'])}${degrees} °C` },
      value: String(-degrees),
    }
  },
  'number, with a measure': (dice) => {
    const count = dice.int(3, 90)
    return {
      column: 'number',
      line: { label: 'Length', text: `${count}${dice.pick([' m', ' km', ' mm', ' kg', 'm', ' m²', ' %'])}` },
      value: String(count),
    }
  },
}
