import type { Fact } from '@enrichify/domain'
import { countryOfName } from '@enrichify/domain'
import type { Element } from 'domhandler'
import type { TextUnit } from '../lay-out-text.ts'
import { findPhoneCandidates, type ParseBudget, type PhoneCandidate } from './find-phone-candidates.ts'
import { announcesOtherNumber, findPhoneLabels, labelOfLine, type PhoneLabel } from './phone-labels.ts'

interface LabelledLine {
  label: PhoneLabel
  start: number
}

const MAX_PARSES = 6_000
const CONTEXT = 60
const NUMBERLESS = /^[^\p{L}\d]*$/u

/**
 * Phone and fax facts of the visible text. A number counts when a label announces it (before it on the line, in the
 * cell before, in the line or heading above, in its column’s head, or after it), or when it is valid and printed like
 * a telephone number.
 */
export function findPhones(text: string, units: TextUnit[], countries: string[]): Fact<'phone' | 'fax'>[] {
  const facts: Fact<'phone' | 'fax'>[] = []
  const budget: ParseBudget = { left: MAX_PARSES }
  const heads = new Map<Element, Map<number, PhoneLabel>>()
  let nearby: { country: string; index: number } | null = null
  let carried: LabelledLine | null = null
  for (const [index, unit] of units.entries()) {
    const named =
      unit.text.length <= 40 && !/\d/.test(unit.text) ? countryOfName(unit.text.split(/,| - /).at(-1) ?? '') : null
    if (named) nearby = { country: named, index }
    if (!/\d{2}|\d[-. )][A-Z]/.test(unit.text)) {
      if (unit.row) rememberHead(heads, unit)
      carried = null
      continue
    }
    const order =
      nearby && index - nearby.index < 25
        ? [nearby.country, ...countries.filter((each) => each !== nearby?.country)]
        : countries
    const candidates = findPhoneCandidates(unit.text, order, budget)
    const above: LabelledLine | null =
      candidates.length > 0
        ? (labelAbove(units, index, heads) ?? (carried && startsWithNumber(unit, candidates) ? carried : null))
        : null
    let kept = 0
    for (const [place, candidate] of candidates.entries()) {
      const from = place === 0 ? 0 : (candidates[place - 1] as PhoneCandidate).end
      const to = candidates[place + 1]?.start ?? unit.text.length
      const labels = readLabel(unit, candidate, { from, to, place, candidates, above, previous: facts.at(-1) })
      if (!labels) continue
      kept += 1
      const start = labels.start
      const end = unit.start + Math.max(candidate.end, labels.end)
      for (const kind of labels.kinds) {
        const weight = (labels.labelled ? 0.8 : 0.55) + (candidate.valid ? 0.1 : -0.2)
        facts.push({
          kind,
          value: candidate.value,
          quote: text.slice(start, end),
          start,
          end,
          origin: 'pattern',
          weight,
          group: null,
        })
      }
    }
    carried = kept > 0 && above && startsWithNumber(unit, candidates) ? above : null
  }
  return facts
}

function startsWithNumber(unit: TextUnit, candidates: PhoneCandidate[]): boolean {
  return NUMBERLESS.test(unit.text.slice(0, candidates[0]?.start ?? 0))
}

function rememberHead(heads: Map<Element, Map<number, PhoneLabel>>, unit: TextUnit): void {
  const table = unit.row?.parent as Element | null
  const label = unit.text.length <= 24 && unit.cell > 0 ? labelOfLine(unit.text) : null
  if (!table || !label || unit.row?.prev?.prev?.prev) return
  const columns = heads.get(table) ?? new Map<number, PhoneLabel>()
  columns.set(unit.cell, label)
  heads.set(table, columns)
}

function labelAbove(
  units: TextUnit[],
  index: number,
  heads: Map<Element, Map<number, PhoneLabel>>,
): LabelledLine | null {
  const unit = units[index] as TextUnit
  for (let back = 1; back <= 1 && index - back >= 0; back += 1) {
    const previous = units[index - back] as TextUnit
    const label = labelOfLine(previous.text)
    if (label && unit.start - previous.end <= 2) return { label, start: previous.start }
  }
  const column = unit.row ? heads.get(unit.row.parent as Element)?.get(unit.cell) : undefined
  return column ? { label: column, start: unit.start } : null
}

interface Reading {
  kinds: ('phone' | 'fax')[]
  labelled: boolean
  /** Quote bounds: start in the whole text, end within the line. */
  start: number
  end: number
}

/** What is around a candidate: its place among the numbers of its line, and the label above them. */
interface Surroundings {
  from: number
  to: number
  place: number
  candidates: PhoneCandidate[]
  above: LabelledLine | null
  previous: Fact<'phone' | 'fax'> | undefined
}

function readLabel(unit: TextUnit, candidate: PhoneCandidate, around: Surroundings): Reading | null {
  const { from, to, place, candidates, above, previous } = around
  const before = unit.text.slice(Math.max(from, candidate.start - CONTEXT), candidate.start)
  const base = candidate.start - before.length
  const after = unit.text.slice(candidate.end, Math.min(to, candidate.end + 24))
  const labels = findPhoneLabels(before).filter((label) => before.length - label.end < 28)
  const nearest = labels.at(-1)
  const behind = labelBehind(after, to === unit.text.length, candidates.length)
  const context = unit.start + Math.max(from, lastBreak(unit.text, candidate.start))
  if (nearest) {
    const other = labels.at(-2)
    const paired =
      nearest.label !== 'both' &&
      other &&
      other.label !== nearest.label &&
      /^\s*[./&+|,-]*\s*(?:and|und|et|y|e|o)?\s*$/i.test(before.slice(other.end, nearest.start))
    if (nearest.label === 'phone' && announcesOtherNumber(before.slice(nearest.end))) return null
    if (behind && behind.label === 'fax' && nearest.label === 'phone' && behind.bracketed)
      return { kinds: ['fax'], labelled: true, start: context, end: candidate.end + behind.end }
    const label = paired ? 'both' : nearest.label
    if (
      candidate.valid ||
      (isLong(candidate) && !/\p{L}/u.test(before.slice(nearest.end)) && (candidate.shaped || /:\s*$/.test(before)))
    )
      return {
        kinds: kindsOf(label),
        labelled: true,
        start: unit.start + base + (paired && other ? other.start : nearest.start),
        end: candidate.end,
      }
    return null
  }
  if (announcesOtherNumber(unit.text.slice(0, candidate.start))) return null
  if (behind && (candidate.valid || isLong(candidate)))
    return { kinds: kindsOf(behind.label), labelled: true, start: context, end: candidate.end + behind.end }
  if (
    place > 0 &&
    previous &&
    candidate.valid &&
    /^\s*(?:[,;/|&•·]|and|or|und|oder|ou|et|y|o|e|-)?\s*$/i.test(before)
  ) {
    // A second number after one label shares it, but after `Tel/Fax` a pair is one of each.
    return { kinds: [previous.kind], labelled: true, start: previous.start, end: candidate.end }
  }
  if (
    above &&
    NUMBERLESS.test(unit.text.slice(0, candidates[0]?.start ?? 0)) &&
    (candidate.valid || (candidate.shaped && isLong(candidate)))
  )
    return { kinds: kindsOf(above.label), labelled: true, start: above.start, end: candidate.end }
  if (!candidate.valid || !candidate.shaped || !candidate.national) return null
  return { kinds: ['phone'], labelled: false, start: context, end: candidate.end }
}

/** A number that no country’s plan knows must at least be as long as a phone number. */
function isLong(candidate: PhoneCandidate): boolean {
  return candidate.value.replaceAll(/;.*|\D/g, '').length >= 7
}

function kindsOf(label: PhoneLabel): ('phone' | 'fax')[] {
  return label === 'both' ? ['phone', 'fax'] : [label]
}

function labelBehind(
  after: string,
  last: boolean,
  count: number,
): { label: PhoneLabel; end: number; bracketed: boolean } | null {
  const match = /^\s*([([–-])?\s*/.exec(after) as RegExpExecArray
  const label = findPhoneLabels(after).find((each) => each.start === match[0].length)
  if (!label) return null
  const rest = after.slice(label.end)
  const bracketed = match[1] !== undefined && /^[\s.]*[)\]]/.test(rest)
  // `123 Fax: 456`: the word belongs to what follows it.
  if (
    !bracketed &&
    (/^\s*[:.]?\s*[+(\d]/.test(rest) || /^\s*:/.test(rest) || (!last && count > 1 && !/^\s*[,;|]/.test(rest)))
  )
    return null
  return { label: label.label, end: label.end + (bracketed ? rest.search(/[)\]]/) + 1 : 0), bracketed }
}

/** Where the clause around a number begins, at most a good line’s length back. */
function lastBreak(line: string, at: number): number {
  const from = Math.max(0, at - 100)
  const stretch = line.slice(from, at)
  const stop = Math.max(stretch.lastIndexOf('. '), stretch.lastIndexOf(' | '), stretch.lastIndexOf(' • '))
  if (stop >= 0) return from + stop + 2 + (stretch[stop] === ' ' ? 1 : 0)
  return from === 0 ? 0 : from + Math.max(0, stretch.indexOf(' ') + 1)
}
