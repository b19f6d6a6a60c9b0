import type { Fact, Person } from '@enrichify/domain'
import type { TextSpan, TextUnit } from '../lay-out-text.ts'
import { isGivenName } from './given-names.ts'
import { isContactLabel, isJobTitleLine } from './job-titles.ts'
import { readNames, type ReadName } from './read-name.ts'

const MAX_PEOPLE = 300
const MAX_LINE = 3_000
const CONFIDENT = 0.55

/**
 * People in the visible text with their job titles: cards (a name on a line or in bold; the title on the next line,
 * in the same row or after a comma), `Contact: X` and `Owner: X`, and names within running text whose given name is a
 * common one.
 */
export function findPeople(text: string, units: TextUnit[], emphases: TextSpan[]): Fact<'people'>[] {
  const facts: Fact<'people'>[] = []
  const bold = new Set(emphases.map((span) => span.start))
  for (const [index, unit] of units.entries()) {
    if (facts.length >= MAX_PEOPLE) break
    if (unit.text.length < 5 || unit.text.length > MAX_LINE) continue
    for (const name of readNames(unit.text, { announced: isAnnounced(unit, bold) })) {
      const card = readCard(units, index, name)
      const alone = name.start <= 2 && name.end >= unit.text.length - 2
      let sure =
        name.sure +
        (card?.strength ?? 0) +
        (alone && name.given && (unit.heading > 0 || bold.has(unit.start)) ? 0.1 : 0)
      // In menus and lists of products every line looks like a name.
      if (alone && !card && name.sure < 0.7) sure -= 0.15
      if (sure < (unit.region === 'nav' ? 0.7 : CONFIDENT)) continue
      // A first word that is not a known given name needs a title directly after it, or a label that asks for a
      // person.
      if (!name.given && name.sure < 0.5 && !(card && card.strength >= 0.35 && card.explicit)) continue
      const start = card ? Math.min(card.start, unit.start + name.start) : contextFrom(unit, name)
      const end = card ? Math.max(card.end, unit.start + name.end) : contextTo(unit, name)
      const weight = Math.min(0.85, sure * 0.6 + (card ? 0.25 : 0))
      const push = (value: Person, from: number) =>
        facts.push({
          kind: 'people',
          value,
          quote: text.slice(from, end),
          start: from,
          end,
          origin: 'pattern',
          weight,
          group: null,
        })
      push({ name: name.name, title: card?.title ?? null }, start)
      const partner = readPartner(unit, name)
      if (partner) push({ name: partner.name, title: null }, Math.min(start, partner.start))
    }
  }
  return facts
}

/** `Aoife and Declan Moriarty`: the first given name shares the surname of the name after it. */
function readPartner(unit: TextUnit, name: ReadName): { name: string; start: number } | null {
  const match = name.given
    ? /(?<![\p{L}\d]|\p{Lu}\p{Ll}*[\s.]+)(\p{Lu}\p{Ll}+)\s(?:and|&|und|et|y|e|en|og|och)\s$/u.exec(
        unit.text.slice(Math.max(0, name.start - 30), name.start),
      )
    : null
  const last = name.name.split(' ').at(-1)
  if (!match || !isGivenName(match[1] as string) || !last) return null
  return { name: `${match[1]} ${last}`, start: unit.start + Math.max(0, name.start - 30) + match.index }
}

function isAnnounced(unit: TextUnit, bold: Set<number>): boolean {
  return unit.heading > 0 || unit.text.length < 60 || bold.has(unit.start) || /^[-–—~]\s?\p{Lu}/u.test(unit.text)
}

interface Card {
  title: string | null
  /** How much it adds to the trust in the name. */
  strength: number
  /** The title is on the name’s own line and belongs to one person. */
  explicit: boolean
  start: number
  end: number
}

const BREAK = /[;|•·\n]|\s[-–—]\s|\.\s|\s(?:at|bei|chez|from|of the|is|was|has|who|and|joined)\s/u

/**
 * The job title beside a name: after a comma or dash, before it as a label, else on the line below or above, or in
 * the next cell.
 */
function readCard(units: TextUnit[], index: number, name: ReadName): Card | null {
  const unit = units[index] as TextUnit
  const rest = unit.text.slice(name.end)
  const behind = /^\s*(?:[,–—|/:-]|\()\s*/.exec(rest)
  if (behind) {
    const from = name.end + behind[0].length
    const stretch = unit.text.slice(from, from + 90)
    const stop = BREAK.exec(stretch)
    for (const title of [stretch.slice(0, stop?.index ?? stretch.length), stretch.split(/[,)]/)[0] ?? '']) {
      const clean = title.replace(/(?<![\s,.)–-])[\s,.)–-]+$/, '')
      if (clean && isJobTitleLine(clean))
        return {
          strength: 0.4,
          explicit: !/\|/.test(behind[0]) && !/s$|\band\b|&/i.test(clean),
          title: clean,
          start: unit.start + name.start,
          end: unit.start + from + clean.length,
        }
    }
  }
  const before = unit.text.slice(Math.max(0, name.start - 60), name.start)
  const label = /(?:^|[.;|•·])?\s*([\p{L}][\p{L}\s&/,-]{1,48}?)\s*(?::|[-–—])\s*$/u.exec(before)
  if (label) {
    const title = (label[1] as string).trim()
    const start = unit.start + name.start - before.length + before.lastIndexOf(title)
    if (isContactLabel(title))
      return {
        strength: 0.35,
        explicit: true,
        title: /^(?:owner|founder)$/i.test(title) ? title : null,
        start,
        end: unit.start + name.end,
      }
    if (isJobTitleLine(title)) return { strength: 0.35, explicit: false, title, start, end: unit.start + name.end }
  }
  if (name.start > 4 || name.end < unit.text.length - 16) return null
  const below = units[index + 1]
  if (
    below &&
    below.start - unit.end <= 2 &&
    isJobTitleLine(below.text) &&
    readNames(below.text, { announced: true }).every((other) => other.sure < 0.7)
  )
    return {
      strength: 0.35,
      explicit: below.row !== null && below.row === unit.row,
      title: below.text.replace(/(?<![\s,.:])[\s,.:]+$/, ''),
      start: unit.start + name.start,
      end: below.end,
    }
  const above = units[index - 1]
  if (above && unit.start - above.end <= 2 && above.text.length < 60) {
    const bare = above.text.replace(/(?<![\s:])[\s:]+$/, '')
    const taken =
      units[index - 2] &&
      readNames((units[index - 2] as TextUnit).text, { announced: true }).some(
        (other) => other.sure >= 0.7 && other.end >= (units[index - 2] as TextUnit).text.length - 6,
      )
    if (/:\s*$/.test(above.text) && isContactLabel(bare))
      return { strength: 0.3, explicit: false, title: null, start: above.start, end: unit.start + name.end }
    if (!taken && isJobTitleLine(bare) && (/:\s*$/.test(above.text) || unit.row === above.row))
      return { strength: 0.15, explicit: false, title: bare, start: above.start, end: unit.start + name.end }
  }
  return null
}

function contextFrom(unit: TextUnit, name: ReadName): number {
  const floor = Math.max(0, name.start - 60)
  const stretch = unit.text.slice(floor, name.start)
  const clause = stretch.search(/(?<![^.!?;|])[^.!?;|]*$/)
  const at = floor + Math.max(clause, 0)
  const space =
    at === 0 || /\s/.test(unit.text[at - 1] ?? ' ') ? 0 : Math.max(0, unit.text.slice(at, name.start).indexOf(' ') + 1)
  const start = at + space
  return unit.start + start + (/^[\s"“”]*/.exec(unit.text.slice(start, name.start))?.[0].length ?? 0)
}

function contextTo(unit: TextUnit, name: ReadName): number {
  const stretch = unit.text.slice(name.end, name.end + 60)
  if (name.end + stretch.length >= unit.text.length) return unit.end
  const stop = stretch.search(/[.!?;|]\s/)
  if (stop >= 0) return unit.start + name.end + stop
  const space = stretch.lastIndexOf(' ')
  return unit.start + name.end + Math.max(0, space)
}
