import { joined } from '@enrichify/domain'
import type { Fact } from '@enrichify/domain'
import type { TextUnit } from '../lay-out-text.ts'
import { dayOfWord, osmOfText } from './osm-hours.ts'

const TIME_RANGE = new RegExp(
  joined`
    (?<![\d:.])\d{1,2}(?:\s?[:.h]\s?\d{2})?\s?(?:[ap]\.?\s?m\.?|uhr|h|u)?\s?
    (?:-|–|—|to|till|until|til|bis|à|a|tot|do|às)\s?\d{1,2}(?:\s?[:.h]\s?\d{2})?\s?
    (?:[ap]\.?\s?m\b\.?|uhr|h(?!\p{L})|u(?!\p{L}))?(?![\d%])
  `,
  'giu',
)
const MARKED = /[ap]\.?\s?m\b|\d[:.h]\s?\d{2}|uhr|\d\s?h(?!\p{L})|closed|geschlossen|fermé|cerrado|chiuso|gesloten/iu
const CLOSED = new RegExp(
  joined`
    (?<!\p{L})(?:
      closed|geschlossen|fermé|cerrado|chiuso|gesloten|zamknięte|nieczynne|fechado|stängt|lukket
      |stengt|ruhetag|by appointment(?: only)?
    )(?!\p{L})
  `,
  'iu',
)
const ALWAYS = new RegExp(
  joined`
    (?<!\p{L})(?:
      24\s?hours? a day|24\s?\/\s?7|24 hours|7 days a week|open daily|rund um die uhr|24 horas
      |24h\/24
    )(?!\p{L})
  `,
  'iu',
)
const ROUND_THE_CLOCK = new RegExp(
  joined`
    (?<!\p{L})(?:open|available|call us|ouvert|abierto|aperto|geöffnet)(?!\p{L}).{0,30}24
    |24\s?hours? (?:a|per) day|24\s?\/\s?7.{0,20}(?:service|support|emergency|phone|open)
  `,
  'iu',
)
const LABEL = new RegExp(
  joined`
    (?<!\p{L})(?:
      (?:opening|business|office|store|shop|working|trading|operating|customer service|our) ?(?:hours|times)
      |hours(?: of operation)?|öffnungszeiten|bürozeiten|horaires(?: d'ouverture)?
      |heures d'ouverture|horario(?: de [\p{L} ]+)?|orari(?:o)?(?: di apertura)?|openingstijden
      |godziny otwarcia|öppettider|åbningstider|åpningstider|horário
    )(?!\p{L})
  `,
  'iu',
)
const NOT_OPENING = new RegExp(
  joined`
    (?<!\p{L})(?:
      class|course|webinar|session|seminar|event|workshop|game|episode|ceremony|meeting|posted
      |published|delivery takes|working days|business days|days after
    )(?!\p{L})
  `,
  'iu',
)
const MAX_LINE = 400

interface Reading {
  days: boolean
  times: boolean
}

/**
 * Opening hours of the visible text: consecutive lines of days and times (lists, tables, one line), with their
 * heading in the quote.
 */
export function findHours(text: string, units: TextUnit[]): Fact<'opening_hours'>[] {
  const facts: Fact<'opening_hours'>[] = []
  for (let index = 0; index < units.length && facts.length < 20; index += 1) {
    const first = readLine(units[index] as TextUnit)
    if (!first.days && !first.times) continue
    let last = index
    let days = first.days
    let times = first.times
    while (last + 1 < units.length && last - index < 24) {
      const next = units[last + 1] as TextUnit
      const reading = next.start - (units[last] as TextUnit).end <= 2 ? readLine(next) : { days: false, times: false }
      if (!reading.days && !reading.times) break
      days ||= reading.days
      times ||= reading.times
      last += 1
    }
    if (days && times) {
      const start = (units[index] as TextUnit).start + leadOf(units[index] as TextUnit)
      const end = tailOf(units[last] as TextUnit)
      const value = text.slice(start, end).replaceAll(/\s+/g, ' ').trim()
      const above = units[index - 1]
      const label =
        above && above.text.length < 60 && LABEL.test(above.text) && (units[index] as TextUnit).start - above.end <= 2
      const own = LABEL.test(text.slice((units[index] as TextUnit).start, end))
      if (value.length >= 8 && value.length <= 700 && (MARKED.test(value) || ALWAYS.test(value) || label || own)) {
        const from = label
          ? above.start
          : (units[index] as TextUnit).start +
            (start - (units[index] as TextUnit).start > 120
              ? start - (units[index] as TextUnit).start
              : own
                ? 0
                : leadOf(units[index] as TextUnit))
        facts.push({
          kind: 'opening_hours',
          value: { text: value, osm: osmOfText(value) },
          quote: text.slice(from, end),
          start: from,
          end,
          origin: 'pattern',
          weight: label || own ? 0.8 : 0.6,
          group: null,
        })
      }
    }
    index = last
  }
  return facts
}

function readLine(unit: TextUnit): Reading {
  const line = unit.text
  if (line.length > MAX_LINE || line.length < 2) return { days: false, times: false }
  const hasDigit = /\d/.test(line)
  // Most lines of a page are prose. Only a line with a digit or a word for closed, or a short line, can tell hours.
  if (!hasDigit && line.length >= 40 && !CLOSED.test(line) && !ALWAYS.test(line)) return { days: false, times: false }
  const range = hasDigit ? line.match(TIME_RANGE) : null
  const times = (range !== null && (MARKED.test(line) || hasDay(line))) || (CLOSED.test(line) && line.length < 80)
  const days = (times || line.length < 40) && hasDay(line)
  // A line that is only a time range, or only `closed`, belongs to the day above it. A longer line needs its own day.
  const always = ALWAYS.test(line) && (/hours\s*:/i.test(line) || ROUND_THE_CLOCK.test(line))
  if ((days || times || always) && NOT_OPENING.test(line)) return { days: false, times: false }
  return { days: days || always, times: always || (times && (days || line.length < 40)) }
}

function hasDay(line: string): boolean {
  if (/(?<!\p{L})(?:daily|weekdays?|weekends?|every day|täglich|werktags|tous les jours)(?!\p{L})/iu.test(line))
    return true
  for (const match of line.matchAll(/(?<!\p{L})\p{L}{2,13}(?:-feira)?(?!\p{L})/gu)) {
    const word = match[0]
    // Two-letter forms are too common as words. They count when they are capitalised and next to a dash, a colon, a
    // number or another day.
    if (
      word.length <= 3 &&
      (!/^\p{Lu}/u.test(word) ||
        !/^\.?\s?(?:[-–—:,&/]|to\b|thru\b|bis\b|\d|[A-Z]\p{Ll}{1,2}\b)/u.test(line.slice(match.index + word.length)))
    )
      continue
    if (dayOfWord(word) !== null) return true
  }
  return /(?<!\p{L})[MTWF]\s?[-–]\s?[TWFS](?!\p{L})/u.test(line)
}

const FIRST_DAY = new RegExp(
  joined`
    (?<!\p{L})(?:
      \p{Lu}\p{L}+(?:day|tag)s?|Mon|Mo|M\s?[-–]\s?F|Lun|Open|Daily|Weekdays|24
      |\d{1,2}(?:[:.]\d{2})?\s?[aApP]\.?[mM]
    )
  `,
  'u',
)

/** Where the days begin in a line that opens with other words. */
function leadOf(unit: TextUnit): number {
  if (unit.text.length < 60) return unit.text.search(/[\p{L}\d]/u) < 0 ? 0 : labelEnd(unit.text)
  const at = unit.text.search(FIRST_DAY)
  return Math.max(0, at)
}

function labelEnd(line: string): number {
  const match = /^[^:\d]{0,40}:\s+/.exec(line)
  return match && LABEL.test(match[0]) ? match[0].length : 0
}

function tailOf(unit: TextUnit): number {
  return unit.start + unit.text.replace(/(?<![\s|,;])[\s|,;]+$/, '').length
}
