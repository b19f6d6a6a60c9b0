import type { MakeDraft } from './claim-case.ts'
import { text, withLabel } from './honest-drafts.ts'
import { GOODS } from './words.ts'

/** True claims: addresses, choices, lists and whose page it is. */
export const HONEST_OTHERS: Record<string, MakeDraft> = {
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
        text: [
          email.split('@')[0],
          dice.pick([' [at] ', '(at)', ' (at) ', '[@]']),
          host.join(dice.pick([' [dot] ', '(dot)', '.', ' dot '])),
        ].join(''),
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
