import type { Dice } from '../dice.ts'
import type { Draft, Firm, MakeDraft } from './claim-case.ts'
import { escapeHtml } from './render-page.ts'
import { CITIES, FAMILY, GIVEN, GOODS, LANGUAGES, NATIVE, TITLES, TRADES, type Language } from './words.ts'

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
const sentence = (dice: Dice, goods: string, firm: Firm): string =>
  dice.pick([
    `${firm.name} makes ${goods} for the whole region.`,
    `Since the beginning we sell ${goods} and nothing else.`,
    `Visit our shop for ${goods} (open to everybody).`,
    `What we love: ${goods}, every day.`,
  ])
const text = (dice: Dice, firm: Firm, rest: Partial<Draft> = {}): Draft & { goods: string } => {
  const goods = dice.pick(GOODS)
  return { column: 'text', line: { label: '', text: sentence(dice, goods, firm) }, value: goods, goods, ...rest }
}
const counted = (language: Language, printed: string, value: number, html?: string): Draft => ({
  column: 'number',
  line: { label: language.staff, text: printed, ...(html ? { html } : {}) },
  value: String(value),
})
const dated = (language: Language, printed: string, iso: string): Draft => ({
  column: 'date',
  line: { label: language.founded, text: printed },
  value: iso,
})
const grouped = (dice: Dice, mark: string): [string, number] => {
  const [head, tail] = [dice.int(1, 999), dice.digits(3)]
  return [`${head}${mark}${tail}`, Number(`${head}${tail}`)]
}
const localised = (dice: Dice, day: Day): string =>
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

const withLabel = (draft: Draft): Draft => ({ ...draft, quote: (whole) => whole })

/** Claims that a careful reader would sign: the words stand on the row's own page, and the value follows from them by the rule of its type. */
export const HONEST: Record<string, MakeDraft> = {
  'text, exact': (dice, firm) => text(dice, firm),
  'text, quote as short as the value': (dice, firm) => {
    const draft = text(dice, firm)
    return { ...draft, quote: draft.goods }
  },
  'text, other white space': (dice, firm) => {
    const draft = text(dice, firm)
    return { ...draft, quote: draft.line.text.replaceAll(' ', () => dice.pick([' ', '  ', '\n', '\u00A0', ' \t'])) }
  },
  'text, soft hyphens in the page': (dice, firm) => {
    const draft = text(dice, firm)
    return {
      ...draft,
      line: { ...draft.line, html: escapeHtml(draft.line.text).replaceAll(/([a-z]{4})([a-z]{3})/g, '$1&shy;$2') },
    }
  },
  'text, entities': (dice) => {
    const goods = dice.pick(['nuts & bolts', 'café crème', 'tea < 80 °C', 'R&D services'])
    const line = `We offer ${goods} – that’s all.`
    return {
      column: 'text',
      line: {
        label: '',
        text: line,
        html: escapeHtml(line)
          .replaceAll('é', '&eacute;')
          .replaceAll('–', '&ndash;')
          .replaceAll('’', '&#8217;')
          .replaceAll(' ', () => dice.pick([' ', '&nbsp;'])),
      },
      value: goods,
    }
  },
  'text, ligatures and full width': (dice, firm) => {
    const draft = text(dice, firm)
    const wide = (part: string) =>
      part
        .replaceAll('fi', 'ﬁ')
        .replaceAll('fl', 'ﬂ')
        .replaceAll(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0))
    return { ...draft, line: { ...draft.line, html: escapeHtml(wide(draft.line.text)) } }
  },
  'text, smart quotes and dashes': (dice, firm) => {
    const goods = dice.pick(GOODS)
    return {
      column: 'text',
      line: { label: '', text: `“${firm.name}” – we’re the home of ${goods}—still` },
      value: goods,
      quote: `"${firm.name}" - we're the home of ${goods}-still`,
    }
  },
  'text, tags inside words and lines': (dice, firm) => {
    const draft = text(dice, firm)
    return {
      ...draft,
      line: {
        ...draft.line,
        html: escapeHtml(draft.line.text).replaceAll(/ ([a-z]{4,})/g, (_, word: string) =>
          dice.pick([` <b>${word}</b>`, ` <em>${word.slice(0, 2)}</em>${word.slice(2)}`, `<br>${word}`]),
        ),
      },
    }
  },
  'text, other case of letters in the value': (dice, firm) => {
    const draft = text(dice, firm)
    return {
      ...draft,
      value: dice.pick([draft.goods.toUpperCase(), `${draft.goods[0]!.toUpperCase()}${draft.goods.slice(1)}`]),
    }
  },
  'text, other scripts': (dice) => {
    const [code, value, line] = dice.pick(NATIVE)
    return {
      column: 'text',
      language: LANGUAGES.find((each) => each.code === code),
      line: { label: '', text: line },
      value,
    }
  },
  'text, one word stands inside another before': (dice, firm) => {
    const name = dice.pick(['Ann', 'Rob', 'Art'])
    return {
      column: 'text',
      line: { label: '', text: `${name}ual reports of ${firm.name} are signed by ${name} alone` },
      value: name,
      quote: name,
    }
  },
  'text, with a money sign': (dice) => {
    const price = dice.int(10, 900)
    const sign = dice.pick(['$', '€', '£'])
    return { column: 'text', line: { label: '', text: `From ${sign}${price} a day` }, value: `${sign}${price} a day` }
  },
  'name, in brackets and with a title': (dice) => {
    const name = throwPerson(dice)
    return {
      column: 'text',
      line: { label: dice.pick(TITLES), text: `Dr. ${name} (since ${dice.int(1990, 2020)})` },
      value: name,
    }
  },
  'name, an adjective made of it': (dice) => {
    const city = dice.pick(CITIES)
    return { column: 'text', line: { label: '', text: `We are a ${city}-based family business` }, value: city }
  },
  'name, with a trade mark sign': (_, firm) => ({
    column: 'text',
    line: { label: '', text: `${firm.stem}™ and its products` },
    value: firm.stem,
  }),
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
  'date, ISO': (dice, _, language) =>
    dated(language, ...(Array.from({ length: 2 }).fill(throwDay(dice).iso) as [string, string])),
  'date, dots': (dice, _, language) => {
    const day = throwDay(dice)
    return dated(
      language,
      dice.pick([
        `${two(day.day)}.${two(day.month)}.${day.year}`,
        `${day.day}. ${day.month}. ${day.year}`,
        `${day.day}.${day.month}.${day.year}`,
      ]),
      day.iso,
    )
  },
  'date, dots and two digits of the year': (dice, _, language) => {
    const day = throwDay(dice, 13)
    return dated(language, `${two(day.day)}.${two(day.month)}.${String(day.year).slice(2)}`, day.iso)
  },
  'date, strokes that read one way': (dice, _, language) => {
    const day = throwDay(dice, 13)
    return dated(
      language,
      dice.pick([`${two(day.day)}/${two(day.month)}/${day.year}`, `${day.month}/${day.day}/${day.year}`]),
      day.iso,
    )
  },
  'date, English words': (dice, _, language) => {
    const day = throwDay(dice)
    const month = monthOf(day)
    const ordinal = `${day.day}${day.day % 10 === 1 && day.day !== 11 ? 'st' : day.day % 10 === 2 && day.day !== 12 ? 'nd' : day.day % 10 === 3 && day.day !== 13 ? 'rd' : 'th'}`
    return dated(
      language,
      dice.pick([
        `${month} ${day.day}, ${day.year}`,
        `${day.day} ${month} ${day.year}`,
        `${month} ${ordinal}, ${day.year}`,
        `the ${ordinal} of ${month} ${day.year}`,
        `${month.slice(0, 3)} ${day.day}, ${day.year}`,
        `${day.day}-${month.slice(0, 3)}-${day.year}`,
      ]),
      day.iso,
    )
  },
  'date, words of other languages': (dice, _, language) => {
    const day = throwDay(dice)
    return dated(language, localised(dice, day), day.iso)
  },
  'phone, international': (dice, _, language) => {
    const line = dice.digits(7)
    return {
      column: 'phone',
      line: {
        label: language.phone,
        text: dice.pick([
          `+49 30 ${line}`,
          `+49 (0)30 ${line}`,
          `+49 (30) ${line.slice(0, 3)} ${line.slice(3)}`,
          `0049 30 ${line}`,
          `+49-30-${line}`,
        ]),
      },
      value: `+4930${line}`,
    }
  },
  'phone, national, region known': (dice, _, language) => {
    const { area, line, e164 } = throwPhone(dice)
    return {
      column: 'phone',
      settings: { region: 'US' },
      line: {
        label: language.phone,
        text: dice.pick([
          `(${area}) ${line}`,
          `${area}-${line}`,
          `${area}.${line.replace('-', '.')}`,
          `1-${area}-${line}`,
          `${area}/${line}`,
        ]),
      },
      value: dice.pick([e164, `(${area}) ${line}`]),
    }
  },
  'phone, as printed, region unknown': (dice, _, language) => {
    const { area, line } = throwPhone(dice)
    const printed = dice.pick([
      `(${area}) ${line}`,
      `${area}-${line}`,
      `0${area}/${line.replace('-', '')}`,
      `0${area} ${line.replace('-', ' ')}`,
    ])
    return { column: 'phone', line: { label: language.phone, text: printed }, value: printed }
  },
  'phone, with an extension': (dice, _, language) => {
    const { area, line, e164 } = throwPhone(dice)
    const extension = dice.digits(3)
    return {
      column: 'phone',
      settings: { region: 'US' },
      line: { label: language.phone, text: `(${area}) ${line} ${dice.pick(['x', 'ext. ', 'ext '])}${extension}` },
      value: `${e164};ext=${extension}`,
    }
  },
  'phone, beside a fax': (dice) => {
    const { area, line, e164 } = throwPhone(dice)
    return {
      column: 'phone',
      settings: { region: 'US' },
      line: {
        label: '',
        text: dice.pick([
          `Tel: ${area}-${line} Fax: ${area}-${dice.int(201, 989)}-${dice.digits(4)}`,
          `Tel/Fax: ${area}-${line}`,
          `Phone & Fax ${area}-${line}`,
          `Fax: ${area}-${dice.int(201, 989)}-${dice.digits(4)}, Phone: ${area}-${line}`,
        ]),
      },
      value: e164,
    }
  },
  'e-mail, plain': (dice, firm) => {
    const email = `${dice.pick(['info', 'hello', 'sales', 'j.doe', 'büro'])}@${firm.domain}`
    return {
      column: 'email',
      line: {
        label: dice.pick(['E-mail', 'Mail', 'Contact']),
        text: dice.pick([email, email.toUpperCase(), `${email}.`, `<${email}>`]),
      },
      value: email,
    }
  },
  'e-mail, spelled by our rules': (dice, firm) => {
    const host = firm.domain.split('.')
    const email = `${dice.pick(['info', 'office', 'kontakt'])}@${firm.domain}`
    return {
      column: 'email',
      line: {
        label: 'E-mail',
        text: `${email.split('@')[0]}${dice.pick([' [at] ', '(at)', ' (at) ', '[@]'])}${host.join(dice.pick([' [dot] ', '(dot)', '.', ' dot ']))}`,
      },
      value: email,
    }
  },
  'url, whole': (dice, firm) => {
    const path = dice.pick(['', '/', '/about', '/careers?lang=en', '/docs/start'])
    return {
      column: 'url',
      line: {
        label: dice.pick(['Web', 'Careers', '']),
        text: dice.pick([
          `https://www.${firm.domain}${path}`,
          `${firm.domain}${path}`,
          `(https://${firm.domain}${path})`,
          `see www.${firm.domain}${path}.`,
        ]),
      },
      value: `https://${firm.domain}${path}`,
    }
  },
  'url, glued to its label': (dice, firm) => ({
    column: 'url',
    line: { label: '', text: `Tel:030 1234567|${dice.pick(['Web:', 'www:', 'Internet:'])}${firm.domain}|Fax` },
    value: firm.domain,
  }),
  'choice, the option': (dice) => {
    const options = ['Retail', 'Wholesale', 'Manufacturing', 'Non-profit']
    const option = dice.pick(options)
    return {
      column: 'choice',
      settings: { options },
      line: {
        label: 'Sector',
        text: dice.pick([
          option,
          option.toLowerCase(),
          `${option} since ${dice.int(1950, 2020)}`,
          `a ${option.toLowerCase()} company`,
        ]),
      },
      value: option,
    }
  },
  'choice, a longer option elsewhere in the sentence': () => ({
    column: 'choice',
    settings: { options: ['Retail', 'Online retail'] },
    line: { label: '', text: 'Our retail shop is older than our online retail' },
    value: 'Retail',
  }),
  'choice, not only': (dice) => ({
    column: 'choice',
    settings: { options: ['Bakery', 'Café'] },
    line: {
      label: '',
      text: dice.pick([
        'We are not only a bakery but friends',
        'Leeds’ no. 1 bakery for bread',
        'Nicht nur eine Bakery',
      ]),
    },
    value: 'Bakery',
  }),
  'yes or no': (dice, _, language) => {
    const yes = dice.int(0, 1) === 1
    return withLabel({
      column: 'boolean',
      line: { label: language.open, text: yes ? language.yes : language.no },
      value: yes ? 'yes' : 'no',
    })
  },
  'yes by a mark, no by a word': (dice) => {
    const [text, value] = dice.pick([
      ['✓ Free delivery', 'yes'],
      ['✗ Free delivery', 'no'],
      ['We do not deliver.', 'no'],
      ['Wir liefern leider nicht aus.', 'no'],
      ['Parking: none', 'no'],
      ['Yes, room no. 4 has a lift', 'yes'],
    ] as const)
    return { column: 'boolean', line: { label: '', text }, value }
  },
  'list, all items': (dice, firm) => {
    const [a, b] = dice.pair(GOODS)
    return { column: 'list', line: { label: '', text: `${firm.name} sells ${a}, rope and ${b}` }, value: `${a}; ${b}` }
  },
  'own domain, below it': (dice, firm) => ({
    ...text(dice, firm),
    url: `https://shop.${firm.domain}/about`,
    entity: { url: `http://www.${firm.domain}`, name: null },
  }),
  'elsewhere, the name beside the quote': (dice, firm) => {
    const draft = text(dice, firm)
    return {
      ...draft,
      line: {
        label: '',
        text:
          `A visit to ${firm.name}, ${dice.pick(['Inc.', 'which opened early', 'in Leeds'])}: ${draft.goods} ` +
          'everywhere',
      },
      url: 'https://daily-news.example.org/story',
      title: 'Daily news',
      entity: { url: `https://${firm.domain}/`, name: firm.name },
    }
  },
  'shared host, its own page': (dice, firm) => ({
    ...text(dice, firm),
    url: `https://www.facebook.com/${firm.stem.toLowerCase()}/about`,
    entity: { url: `https://facebook.com/${firm.stem.toLowerCase()}/`, name: null },
  }),
}

/** Names of firms that are not each other's beginning. */
export const firmOf = (dice: Dice, stems: readonly string[]): Firm => {
  const stem = dice.pick(stems)
  const trade = dice.pick(TRADES)
  return {
    stem,
    name: `${stem} ${trade}`,
    domain: `${stem.toLowerCase()}-${trade.toLowerCase()}.${dice.pick(['com', 'de', 'co.uk', 'fr', 'io'])}`,
  }
}
