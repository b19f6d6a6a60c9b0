import type { Dice } from '../dice.ts'
import type { Draft, MakeDraft } from './claim-case.ts'
import { monthOf, throwDay, throwPerson, throwPhone, two } from './honest-kinds.ts'
import { FAMILY, GIVEN, GOODS, TITLES, TRADES } from './words.ts'

const said = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'text',
  line: { label: '', text },
  value,
  ...rest,
})
const number = (value: number | string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'number',
  line: { label: '', text },
  value: String(value),
  ...rest,
})
const date = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'date',
  line: { label: '', text },
  value,
  ...rest,
})
const phone = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'phone',
  settings: { region: 'US' },
  line: { label: '', text },
  value,
  ...rest,
})
const email = (value: string, text: string): Draft => ({ column: 'email', line: { label: '', text }, value })
const url = (value: string, text: string, rest: Partial<Draft> = {}): Draft => ({
  column: 'url',
  line: { label: '', text },
  value,
  ...rest,
})
const choice = (value: string, options: string[], text: string): Draft => ({
  column: 'choice',
  settings: { options },
  line: { label: '', text },
  value,
})
const boolean = (value: 'yes' | 'no', text: string): Draft => ({ column: 'boolean', line: { label: '', text }, value })

const goodsLine = (dice: Dice, name: string): [string, string] => {
  const goods = dice.pick(GOODS)
  return [goods, `${name} makes ${goods} for the whole region and ships daily`]
}
/** One digit of a number, another one; never the first, so that its length stays. */
const misread = (dice: Dice, digits: string): string => {
  const at = dice.int(1, digits.length - 1)
  return digits.slice(0, at) + ((Number(digits[at]) + dice.int(1, 9)) % 10) + digits.slice(at + 1)
}
const comma = (count: number): string => String(count).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ',')
/** Latin letters that have a twin elsewhere. */
const twin = (text: string): string =>
  text.replace(/[aeopcxy]/, (letter) => ({ a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', y: 'у' })[letter]!)

/**
 * Claims that must not pass as proven. What a typed rule cannot decide is not among them: that `We never sold rope` denies the text `rope`, that a number
 * counts seats and not people, that a company describes another one on its own site. U1 promises that the words stand on a page of the row and that the
 * value follows from them by the rule of its type (number, date, phone, e-mail, address, label, yes or no, words contained), and not that the page is right.
 */
export const FALSE: Record<string, MakeDraft> = {
  paraphrase: (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, {
      quote: dice.pick([
        `${name} produces ${goods} for the whole region`,
        `The region gets ${goods} from ${name}`,
        `${name} makes fine ${goods}`,
      ]),
    })
  },
  'quote in another case of letters': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, { quote: line.toUpperCase() })
  },
  'quote without accents': (dice, { stem }) =>
    said('Müller', `Unser Chef Jörg Müller und ${stem}`, {
      quote: dice.pick(['Unser Chef Jorg Muller', 'Unser Chef Joerg Mueller']),
    }),
  'quote of two places': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, 'Write to us at any time', { more: [line], quote: `Write to us at any time ${line}` })
  },
  'quote with an ellipsis': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, { quote: `${name} … ${goods}` })
  },
  'quote with a twin letter': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, { quote: twin(line) })
  },
  'value with a twin letter': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(twin(goods), line)
  },
  'no quote': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, { quote: dice.pick(['', ' ', '\u00AD']) })
  },
  'value elsewhere on the page': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, 'Our shop opens early', { more: [line] })
  },
  'value from what is known of the world': (dice) =>
    said(dice.pick(['London', 'Germany', 'Acme Holding']), 'We have been here for three generations'),
  'another company’s page': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(goods, line, { entity: { url: 'https://somebody-else.com/', name: 'Somebody Else Trading' } })
  },
  'the page of a company of nearly that name': (dice, { stem, name, domain }) => {
    const [goods, line] = goodsLine(dice, `${stem} ${dice.pick(['Chandlery', 'Group', 'Marine'])}`)
    return said(goods, line, {
      title: `${stem} Marine`,
      url: `https://${stem.toLowerCase()}-marine.com/`,
      entity: { url: `https://${domain}/`, name },
    })
  },
  'a longer name that begins as the row’s': (dice, { stem }) => {
    const [goods, line] = goodsLine(dice, `${stem} Marine`)
    return said(goods, line, {
      title: `${stem} Marine`,
      url: `https://${stem.toLowerCase()}-marine.com/`,
      entity: { url: `https://${stem.toLowerCase()}.com/`, name: stem },
    })
  },
  'a host that looks like the row’s': (dice, { name, domain }) => {
    const [goods, line] = goodsLine(dice, 'This company')
    return said(goods, line, {
      title: 'Welcome',
      url: dice.pick([`https://${domain}.evil.net/`, `https://my-${domain}/`, `https://evil.net/${domain}/`]),
      entity: { url: `https://${domain}/`, name: `${name} Unsaid` },
    })
  },
  'another member of a shared host': (dice, { stem }) => {
    const [goods, line] = goodsLine(dice, 'This company')
    return said(goods, line, {
      title: 'Welcome',
      url: `https://${dice.pick(['bob.blogspot.com', 'www.facebook.com/bob', 'bob.github.io', 'linkedin.com/company/bob'])}/`,
      entity: {
        url: dice.pick(['https://ann.blogspot.com/', 'https://facebook.com/ann', 'https://ann.github.io']),
        name: `${stem} Unsaid`,
      },
    })
  },
  'a list that names the row far from the quote': (dice, { name, domain }) => {
    const [goods, line] = goodsLine(dice, 'Otherwise Partners')
    const filler = Array.from(
      { length: 14 },
      (_, at) =>
        `Entry ${at}: Member number ${at} of the chamber sells ${dice.pick(GOODS)} in a small shop at the harbour.`,
    )
    return said(goods, line, {
      title: 'Chamber of trade',
      url: 'https://chamber.example.org/members',
      entity: { url: `https://${domain}/`, name },
      more: [[...filler, `Also a member: ${name}.`, ...filler].join(' ')],
    })
  },
  'a part of a word': (dice) => {
    const [value, line] = dice.pick([
      ['Ann', 'The Annual meeting'],
      ['art', 'the party starts'],
      ['Rob', 'Robust and light'],
      ['oak', 'cloakrooms on every floor'],
      ['ever', 'Everything for sailors'],
    ] as const)
    return said(value, line)
  },
  'a quote that cuts a word': (dice) => {
    const [value, line] = dice.pick([
      ['Ann', 'The Annual meeting'],
      ['Smith', 'Goldsmiths since 1900'],
      ['port', 'Import of tea'],
    ] as const)
    return said(value, line, { quote: value })
  },
  'half of a name with a hyphen': (dice) => {
    const [given, family, other] = [dice.pick(GIVEN), ...dice.pair(FAMILY)]
    return said(`${given} ${family}`, `Your contact is ${given} ${family}-${other} in sales`)
  },
  'a name the other way round': (dice) => {
    const [given, family] = [dice.pick(GIVEN), dice.pick(FAMILY)]
    return said(`${family} ${given}`, `Your contact is ${given} ${family}`)
  },
  'names and titles swapped': (dice) => {
    const [[a, b], [x, y]] = [dice.pair(GIVEN), dice.pair(TITLES)]
    return said(`${a} Keller, ${y}`, `${a} Keller, ${x}; ${b} Rossi, ${y}`)
  },
  'given name of one, family name of another': (dice) => {
    const [[a, b], [x, y]] = [dice.pair(GIVEN), dice.pair(FAMILY)]
    return said(`${a} ${y}`, `Led by ${a} ${x} with ${b} ${y}`)
  },
  'one word more than the page says': (dice, { name }) => {
    const [goods, line] = goodsLine(dice, name)
    return said(dice.pick([`fine ${goods}`, `${goods} worldwide`]), line)
  },
  'another money sign': (dice) => {
    const price = dice.int(10, 900)
    const [a, b] = dice.pair(['$', '€', '£'])
    return said(`${a}${price}`, `From ${b}${price} a day`)
  },
  'C out of C++': (dice) => said('C', dice.pick(['We write C++ and Rust', 'Our C# developers', 'We teach C++'])),
  'digits of a decimal number as text': (dice) => {
    const [a, b] = [dice.int(2, 9), dice.int(2, 9)]
    return said(`${b} years`, `within ${a}.${b} years`)
  },
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
    return number(
      head,
      `Revenue: ${head} ` +
        `${dice.pick(['million', 'Mio.', 'Mrd. €', 'thousand', 'тыс.', 'млн', '万', 'billones', 'Billionen', 'lakh', 'crore', 'TEUR'])}`,
    )
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
  'an e-mail of another domain': (dice, { domain }) =>
    email(
      `info@${domain}`,
      'Write to ' +
        `info@${dice.pick(['gmail.com', `${domain}.net`, `my-${domain}`, domain.replace(/\.[a-z.]+$/, '.org')])}`,
    ),
  'an e-mail cut at its front': (dice, { domain }) =>
    email(
      `smith@${domain}`,
      `Write to ${dice.pick(['ann.smith', 'a_smith', 'ann-smith', 'goldsmith', 'ann+smith'])}@${domain}`,
    ),
  'an e-mail cut at its end': (dice) =>
    email(
      'info@acme.co',
      dice.pick(['Write to info@acme.com', 'Write to info@acme.co.uk', 'Write to info@acme.co.jp']),
    ),
  'an e-mail made of a name and a domain': (dice, { domain }) => {
    const [given, family] = throwPerson(dice)
      .toLowerCase()
      .normalize('NFKD')
      .replaceAll(/[^a-z ]/g, '')
      .split(' ')
    return email(`${given}.${family}@${domain}`, `${given} ${family} of ${domain} is your contact`)
  },
  'an address of another page': (dice, { domain }) =>
    url(
      `https://${domain}/about`,
      dice.pick([
        `see https://${domain}/about-us`,
        `see ${domain}/about/team`,
        `see ${domain}`,
        `see https://${domain}/about?page=2`,
      ]),
    ),
  'an address of another host': (dice, { domain }) =>
    url(
      `https://${domain}`,
      dice.pick([`see https://shop.${domain}`, `see ${domain}.evil.net`, `see my-${domain}`, `see not${domain}`]),
    ),
  'a quote that cuts an address': (dice, { domain }) =>
    url(`https://${domain}`, dice.pick([`see my-${domain} today`, `see ${domain}/partners today`]), { quote: domain }),
  'the host of an e-mail as an address': (_, { domain }) => url(`https://${domain}`, `Write to info@${domain}`),
  'a part of a longer option': (dice) => {
    const [value, options, line] = dice.pick([
      ['Retail', ['Retail', 'Online retail'], 'We are an online retail company'],
      ['Profit', ['Profit', 'Non-profit'], 'A non-profit association'],
      ['Software', ['Software', 'Software services'], 'Software services for banks'],
      ['B2B', ['B2B', 'B2B2C'], 'A B2B2C platform'],
    ] as const)
    return choice(value, [...options], line)
  },
  'an option that is denied': (dice) => {
    const [value, line] = dice.pick([
      ['Franchise', 'We are not a franchise'],
      ['Franchise', 'Kein Franchise'],
      ['Retail', 'No retail'],
      ['Profit', 'a non-profit association'],
      ['Franchise', 'We never were a franchise'],
      ['Retail', 'sans retail'],
    ] as const)
    return choice(value, ['Franchise', 'Retail', 'Profit', 'Other'], line)
  },
  'an option inside a word': (dice) =>
    choice('Art', ['Art', 'Craft'], dice.pick(['Party supplies', 'Smart homes', 'Artisan bread'])),
  'an option that is none': (dice) =>
    choice(dice.pick(['Retailing', 'Bakery']), ['Retail', 'Wholesale'], 'Retailing since 1990, and a bakery'),
  'yes and no in one quote': (dice) =>
    boolean(
      dice.pick(['yes', 'no']),
      dice.pick(['Parking: yes, lift: no', 'Ja, aber nein', 'Parking ✓ Lift ✗', 'Yes, but not on Sundays']),
    ),
  'the opposite answer': (dice) => {
    const [line, value] = dice.pick([
      ['Wheelchair access: no', 'yes'],
      ['Wheelchair access: yes', 'no'],
      ['Barrierefrei: Nein', 'yes'],
      ['Accès: oui', 'no'],
      ['We do not deliver', 'yes'],
      ["We don't deliver", 'yes'],
    ] as const)
    return boolean(value, line)
  },
  'a no that counts': (dice) =>
    boolean(
      'no',
      dice.pick([
        `Leeds’ no. ${dice.int(1, 9)} bakery`,
        `Room No ${dice.int(1, 99)} has a lift`,
        'Nobody bakes better',
        'Notable for its lift',
        'We not only deliver, we smile',
      ]),
    ),
  'an answer that no word gives': (dice) =>
    boolean(
      dice.pick(['yes', 'no']),
      dice.pick(['We ship worldwide', 'Ring the bell for the lift', 'Yesterday we delivered']),
    ),
  'a list with an item too many': (dice) => {
    const [a, b] = dice.pair(GOODS)
    return { column: 'list', line: { label: '', text: `We sell ${a} and rope` }, value: `${a}; ${b}` }
  },
  'a word for a number': (dice) =>
    number(dice.pick(['about 50', 'fifty', 'n/a', '007']), 'about 50, or fifty, n/a, 007'),
  'a name of the row’s trade only': (dice, { domain }) => {
    const trade = dice.pick(TRADES)
    const [goods, line] = goodsLine(dice, `The ${trade} next door`)
    return said(goods, line, {
      title: 'Local news',
      url: 'https://local-news.example.org/',
      entity: { url: `https://${domain}/`, name: `Brightwater ${trade}` },
    })
  },
}
