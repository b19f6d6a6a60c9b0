import type { MakeDraft } from './claim-case.ts'
import { dated, localised } from './honest-drafts.ts'
import { throwDay, two, monthOf, ordinalOf, throwPhone } from './random-values.ts'

/** True claims: dates and phone numbers. */
export const HONEST_DAYS: Record<string, MakeDraft> = {
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
    const ordinal = ordinalOf(day.day)
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
}
