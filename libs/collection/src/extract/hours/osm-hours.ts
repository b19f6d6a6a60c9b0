import { joined } from '@enrichify/domain'
import { DAY_WORDS, GROUPS } from './day-words.data.ts'

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const
const dayOf = new Map<string, number>()
for (const [day, words] of DAY_WORDS.entries()) for (const word of words) if (!dayOf.has(word)) dayOf.set(word, day)

const WORD = '\\p{L}{1,14}(?:-feira)?'
const TIME = joined`
  (?:
    \d{1,2}(?:\s?[:.h]\s?\d{2})?\s?(?:h(?:rs|ours)?(?!\p{L})|uhr|u(?!\p{L}))?(?:\s?[ap]\.?\s?m\b\.?)?
    |noon|midday|midnight
  )
`
const TOKEN = new RegExp(
  joined`
    (?<range>${TIME}\s?(?:-|–|—|to|till|until|til|bis|à|a|tot|do|às|til)\s?${TIME})
    |(?<closed>
      closed|geschlossen|fermé|cerrado|chiuso|gesloten|zamknięte|nieczynne|fechado|stängt|lukket
      |stengt|\boff\b|ruhetag
    )
    |(?<always>24\s?(?:/\s?7|hours|h|stunden|heures|horas|ore|uur))
    |(?<days>
      daily|every ?day|7 days(?: a week)?|weekdays|weekends?|täglich|werktags|tous les jours
      |todos los d[ií]as|tutti i giorni|dagelijks|codziennie|diariamente|${WORD}
    )
  `,
  'giu',
)

/** The day that a word names (0 Monday … 6 Sunday), or null. One-letter words count only when `terse`. */
export function dayOfWord(word: string, terse = false): number | null {
  const folded = word.toLowerCase().replace(/\.$/, '')
  const base = folded.length > 4 ? folded.replace(/s$/, '') : folded
  if (base.length === 1 && !terse) return null
  return dayOf.get(folded) ?? dayOf.get(base) ?? null
}

/**
 * The OSM `opening_hours` form of hours written for people (`Mon-Fri: 9am - 5pm; Sat closed`). Null unless we
 * understand every day and time in them. Times without a.m./p.m. are read by the 24-hour clock, or in the afternoon
 * when the end would otherwise come before the start.
 */
export function osmOfText(text: string): string | null {
  const rules: Rules = new Map()
  let days: number[] = []
  let rangeFrom: number | null = null
  let fresh = true
  let lastEnd = 0
  let found = 0
  let stated = 0
  let pending: string | null = null
  let rest = ''
  const plain = text.replaceAll(/\bt\s?\/\s?m\b/gi, 'tot')
  for (const match of plain.matchAll(TOKEN)) {
    const between = plain.slice(lastEnd, match.index)
    const { range, closed, always, days: word } = match.groups ?? {}
    rest += between
    if (word !== undefined) {
      const group = GROUPS.find(([pattern]) => pattern.test(word.toLowerCase()))
      const day = group ? null : dayOfWord(word, /^[MFW]$/.test(word))
      if (/^(?:to|thru|through|bis|au|a|al|à|tot|t\/m|do|till|til|until|-)$/i.test(word) && days.length > 0 && !fresh) {
        rangeFrom = days.at(-1) ?? null
        lastEnd = match.index + match[0].length
        continue
      }
      if (!group && day === null) continue
      if (fresh) {
        days = []
        stated += 1
      }
      if (group) days.push(...group[1])
      else if (day !== null) {
        const open: number | null =
          rangeFrom ?? (days.length > 0 && /^\s*\.?\s*[-–—]\s*$/.test(between) ? (days.at(-1) ?? null) : null)
        if (open !== null)
          for (let next = (open + 1) % 7, steps = 0; steps < 7; next = (next + 1) % 7, steps += 1) {
            days.push(next)
            if (next === day) break
          }
        else days.push(day)
      }
      rangeFrom = null
      fresh = false
    } else {
      const times = closed !== undefined ? 'off' : always !== undefined ? '00:00-24:00' : readRange(range ?? '')
      if (times === null) return null
      if (days.length === 0) {
        if (pending !== null) return null
        pending = times
        lastEnd = match.index + match[0].length
        continue
      }
      found += 1
      for (const day of new Set(days)) {
        const known = rules.get(day)
        // A day that is stated twice belongs to two offices or two seasons. That is not one week’s hours.
        if (known && (known.stated !== stated || known.times.some((other) => clash(other, times)))) return null
        if (!known?.times.includes(times)) rules.set(day, { stated, times: [...(known?.times ?? []), times] })
      }
      fresh = true
    }
    lastEnd = match.index + match[0].length
  }
  // Digits that were not read as a time may be one. No form is better than a wrong one.
  if (/\d/.test((rest + plain.slice(lastEnd)).replaceAll(/\b(?:24|7)\b/g, ''))) return null
  if (pending !== null && found === 0) for (const day of days) rules.set(day, { stated, times: [pending] })
  else if (pending !== null) return null
  if (rules.size === 0) return null
  return formatRules(rules)
}

/**
 * Overlapping ranges, or `closed` beside a range, mean something that this reading missed (a lunch break, an
 * exception).
 */
function clash(a: string, b: string): boolean {
  if (a === b) return false
  if (a === 'off' || b === 'off') return true
  const [fromA = '', toA = ''] = a.split('-')
  const [fromB = '', toB = ''] = b.split('-')
  return fromA < toB && fromB < toA
}

type Rules = Map<number, { stated: number; times: string[] }>

function formatRules(rules: Rules): string {
  const parts: { from: number; to: number; times: string }[] = []
  for (let day = 0; day < 7; day += 1) {
    const times = rules.get(day)?.times.join(',')
    if (!times) continue
    const last = parts.at(-1)
    if (last && last.to === day - 1 && last.times === times) last.to = day
    else parts.push({ from: day, to: day, times })
  }
  return parts.map(({ from, to, times }) => `${DAYS[from]}${to > from ? `-${DAYS[to]}` : ''} ${times}`).join('; ')
}

function readRange(range: string): string | null {
  const match = new RegExp(`^(${TIME})\\s?(?:-|–|—|to|till|until|til|bis|à|a|tot|do|às)\\s?(${TIME})$`, 'iu').exec(
    range,
  )
  if (!match) return null
  const from = readTime(match[1] as string)
  const to = readTime(match[2] as string)
  if (!from || !to) return null
  // `8 - 5pm` opens in the morning; `9 - 5` closes in the afternoon.
  if (!from.marked && to.marked && to.minutes >= 720 && from.minutes + 720 < to.minutes && from.minutes < 420)
    from.minutes += 720
  if (!to.marked && to.minutes <= from.minutes && to.minutes <= 720) to.minutes += 720
  if (from.minutes >= 1440 || to.minutes > 1440 + 720) return null
  return `${format(from.minutes)}-${format(to.minutes === 0 ? 1440 : to.minutes)}`
}

function readTime(text: string): { minutes: number; marked: boolean } | null {
  if (/noon|midday/i.test(text)) return { minutes: 720, marked: true }
  if (/midnight/i.test(text)) return { minutes: 1440, marked: true }
  const match = /^(\d{1,2})(?:\s?[:.h]\s?(\d{2}))?/i.exec(text)
  if (!match) return null
  let hour = Number(match[1])
  const minute = Number(match[2] ?? 0)
  const half = /([ap])\.?\s?m/i.exec(text)?.[1]?.toLowerCase()
  if (hour > 24 || minute > 59 || (half && hour > 12)) return null
  if (half) hour = (hour % 12) + (half === 'p' ? 12 : 0)
  return { minutes: hour * 60 + minute, marked: half !== undefined }
}

function format(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
