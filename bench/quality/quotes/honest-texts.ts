import type { MakeDraft } from './claim-case.ts'
import { text } from './honest-drafts.ts'
import { throwPerson } from './random-values.ts'
import { escapeHtml } from './render-page.ts'
import { GOODS, NATIVE, TITLES, CITIES, LANGUAGES } from './words.ts'

/** True claims: texts and names. */
export const HONEST_TEXTS: Record<string, MakeDraft> = {
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
  'text, one word is inside an earlier one': (dice, firm) => {
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
}
