import type { MakeDraft } from './claim-case.ts'
import { said, goodsLine, twin } from './false-drafts.ts'
import { GOODS, FAMILY, TITLES, GIVEN } from './words.ts'

const FOREIGN_HOSTS = ['bob.blogspot.com', 'www.facebook.com/bob', 'bob.github.io', 'linkedin.com/company/bob']

/** False claims: texts and names. */
export const FALSE_TEXTS: Record<string, MakeDraft> = {
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
    return said(goods, line, { entity: { url: 'https://someone-else.com/', name: 'Someone Else Trading' } })
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
      url: `https://${dice.pick(FOREIGN_HOSTS)}/`,
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
}
