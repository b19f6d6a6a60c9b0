import type { MakeDraft } from './claim-case.ts'
import { email, choice, url, said, goodsLine, boolean, number } from './false-drafts.ts'
import { throwPerson } from './random-values.ts'
import { TRADES, GOODS } from './words.ts'

/** False claims: addresses, choices, lists and whose page it is. */
export const FALSE_OTHERS: Record<string, MakeDraft> = {
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
        'No one bakes better',
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
