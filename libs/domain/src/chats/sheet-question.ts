import type { ColumnKind } from '../columns/column-type.ts'
import type { SheetFilter } from '../columns/sheet-filter.ts'
import { joined } from '../text/long-text.ts'
import { nameColumns } from './name-columns.ts'

export const SHEET_MEASURES = ['sum', 'average', 'min', 'max', 'median'] as const
export type SheetMeasure = (typeof SHEET_MEASURES)[number]

/** A question that the sheet itself can answer. */
export type SheetQuery =
  | { kind: 'count'; filters: SheetFilter[] }
  | { kind: 'list'; filters: SheetFilter[] }
  | { kind: 'group'; column: string; filters: SheetFilter[] }
  | { kind: 'measure'; measure: SheetMeasure; column: string; filters: SheetFilter[] }

export interface SheetQuestionColumn {
  id: string
  name: string
  kind: ColumnKind
}

const MEASURES: Record<string, SheetMeasure> = {
  sum: 'sum',
  total: 'sum',
  average: 'average',
  mean: 'average',
  minimum: 'min',
  min: 'min',
  lowest: 'min',
  smallest: 'min',
  least: 'min',
  earliest: 'min',
  maximum: 'max',
  max: 'max',
  highest: 'max',
  largest: 'max',
  biggest: 'max',
  latest: 'max',
  median: 'median',
}

/** A column that a question names, once its name was found. */
const C = '⟨(c\\d+)⟩'
const NOUN = joined`
  (?:
    rows?|companies|company|compan(?:y|ies)|firms?|businesses|entries|entry|leads?|records?|people
    |persons?|places?|sites?|ones?|of them|items?
  )
`
const THAT = '(?:(?:that|which|who|whose|where|with|and|there are|are there|do|does|have|has|is|are|in|the) ?)*'
const STATES: Record<string, string> = {
  verified: 'verified',
  proven: 'verified',
  cited: 'cited',
  asserted: 'asserted',
  unproven: 'cited,asserted',
  edited: 'human',
  typed: 'human',
}

type Rule = [pattern: RegExp, make: (found: RegExpExecArray) => SheetFilter | null]
const whole = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const value = (text: string | undefined): string =>
  (text ?? '')
    .trim()
    .replaceAll(/^["'“”‘’]+|(?<!["'“”‘’])["'“”‘’]+$/g, '')
    .trim()
export const number = (text: string | undefined): string | null => {
  const read = /^[^\d-]*(-?[\d,.]*\d)\s*(k|m|thousand|million)?$/.exec(value(text))
  if (!read) return null
  const scale = read[2]?.startsWith('m') ? 1_000_000 : read[2] ? 1000 : 1
  const plain = Number(read[1]!.replaceAll(',', ''))
  return Number.isFinite(plain) ? String(plain * scale) : null
}

/** Each form of a condition. A condition must match one of them whole. If none matches, nothing is answered. */
const RULES: readonly Rule[] = [
  [
    whole(`(?:have |has |with )?(?:no|without|missing|lack(?:s|ing)?|an empty|empty|blank) (?:an? |any |the )?${C}`),
    ([, column]) => ({ column: column!, op: 'empty' }),
  ],
  [
    whole(`(?:do not|don't|does not|doesn't|dont) have (?:an? |any |the )?${C}`),
    ([, column]) => ({ column: column!, op: 'empty' }),
  ],
  [
    whole(`${C} (?:is |are )?(?:empty|missing|blank|unknown|not known|not there|not filled)`),
    ([, column]) => ({ column: column!, op: 'empty' }),
  ],
  [whole(`(?:have |has |with |a |an |the |any )+${C}`), ([, column]) => ({ column: column!, op: 'not_empty' })],
  [
    whole(`${C} (?:is |are )?(?:filled|known|not empty|not missing|not blank|present|there)`),
    ([, column]) => ({ column: column!, op: 'not_empty' }),
  ],
  [
    whole(`(?:have |has |with |a |an |the )*(${Object.keys(STATES).join('|')}) ${C}`),
    ([, state, column]) => ({ column: column!, op: 'state', value: STATES[state!]! }),
  ],
  [
    whole(`${C} (?:is |are )?(${Object.keys(STATES).join('|')})`),
    ([, column, state]) => ({ column: column!, op: 'state', value: STATES[state!]! }),
  ],
  [
    whole(
      joined`
        (?:have |has |with |a |an |the )*${C} (?:is |are |of )?
        (?:more|greater|larger|higher|bigger|over|above|>|later|after)(?: than)? (.+)
      `,
    ),
    ([, column, text]) => compare(column!, 'greater', text),
  ],
  [
    whole(
      joined`
        (?:have |has |with |a |an |the )*${C} (?:is |are |of )?
        (?:less|fewer|smaller|lower|under|below|<|earlier|before)(?: than)? (.+)
      `,
    ),
    ([, column, text]) => compare(column!, 'less', text),
  ],
  [
    whole(`(?:have |has |with )?(?:more|over) than (\\S+) ${C}`),
    ([, text, column]) => compare(column!, 'greater', text),
  ],
  [
    whole(`(?:have |has |with )?(?:less|fewer|under) than (\\S+) ${C}`),
    ([, text, column]) => compare(column!, 'less', text),
  ],
  [
    whole(`(?:have |has |with |a |an |the )*${C} (?:contains?|containing|includes?|including|has|mentions?|like) (.+)`),
    ([, column, text]) => worded({ column: column!, op: 'contains', value: value(text) }),
  ],
  [
    whole(`(?:have |has |with |a |an |the )*${C} (?:is not|isn't|is n't|are not|!=|≠|other than|not) (.+)`),
    ([, column, text]) => worded({ column: column!, op: 'not_equals', value: value(text) }),
  ],
  [
    whole(`(?:have |has |with |a |an |the )*${C} (?:is|are|=|equals?|equal to|of|:) (.+)`),
    ([, column, text]) => worded({ column: column!, op: 'equals', value: value(text) }),
  ],
]

function compare(column: string, op: 'greater' | 'less', text: string | undefined): SheetFilter | null {
  const read = number(text) ?? (/^\d{4}(?:-\d{2}){0,2}$/.test(value(text)) ? value(text) : null)
  return read === null ? null : { column, op, value: read }
}

/** A value that names another column is not a value. The question asks for more than we understand. */
function worded(filter: SheetFilter): SheetFilter | null {
  return filter.value && !/⟨/.test(filter.value) ? filter : null
}

/**
 * Reads an English question about the sheet, without a model. Null when we do not understand every word of it: no
 * answer is better than an answer to another question.
 */
export function readSheetQuestion(question: string, columns: readonly SheetQuestionColumn[]): SheetQuery | null {
  const text = nameColumns(question.trim().replaceAll(/(?<![?!.])[?!.]+$/g, ''), columns)
  const kinds = new Map(columns.map(({ id, kind }) => [id, kind]))
  const measured = new RegExp(
    joined`
      ^(?:what (?:is|are|'s) |whats |give me |show |tell me )?(?:the )?
      (${Object.keys(MEASURES).join('|')})(?: (?:of|value|the|number of))* ${C}
      (?: (?:of|for|among)?(?: all)?(?: the)? ?${NOUN})?(.*)$
    `,
    'u',
  ).exec(text)
  if (measured) {
    const [, word, column, rest] = measured
    const filters = readConditions(rest!)
    if (!filters || !measures(MEASURES[word!]!, kinds.get(column!)!)) return null
    return { kind: 'measure', measure: MEASURES[word!]!, column: column!, filters }
  }
  const grouped = new RegExp(
    joined`
      ^(?:
        (?:how many|count|number of|count of)(?: the)?(?: ${NOUN})?
        (?: (?:are there|there are|do we have))? |(?:group|break down|breakdown|distribution)
        (?: (?:of|the|${NOUN}))* )?(?:by|per|for each|in each|of|grouped by) (?:each )?${C}(.*)$
    `,
    'u',
  ).exec(text)
  if (grouped && /^(?:how many|count|number|group|break|distribution|by|per)/.test(text)) {
    const filters = readConditions(grouped[2]!)
    return filters && { kind: 'group', column: grouped[1]!, filters }
  }
  const head =
    /^(how many|how much|count|number of|count of)(?: all)?(?: the)?(?: |$)/.exec(text) ??
    /^(show|list|which|find|give me|get|what are|what)(?: me)?(?: all)?(?: the)?(?: |$)/.exec(text)
  if (!head) return null
  const isCount = /^(?:how|count|number)/.test(head[1]!)
  const rest = text.slice(head[0].length)
  const counted = new RegExp(
    joined`
      ^(${Object.keys(STATES).join('|')}|empty|missing|filled) (?:cells? (?:are there )?(?:in|of) )?
      (?:the )?${C}(?: cells?)?(?: (?:are there|do we have))?$
    `,
    'u',
  ).exec(rest)
  if (counted) return { kind: isCount ? 'count' : 'list', filters: [cellFilter(counted[1]!, counted[2]!)] }
  const filters = readConditions(rest)
  return filters && { kind: isCount ? 'count' : 'list', filters }
}

function cellFilter(word: string, column: string): SheetFilter {
  if (word === 'empty' || word === 'missing') return { column, op: 'empty' }
  return word === 'filled' ? { column, op: 'not_empty' } : { column, op: 'state', value: STATES[word]! }
}

function measures(measure: SheetMeasure, kind: ColumnKind): boolean {
  return kind === 'number' || (kind === 'date' && (measure === 'min' || measure === 'max'))
}

/** Conditions joined by `and`. Null when we do not understand one of them. We never understand `or`. */
function readConditions(text: string): SheetFilter[] | null {
  // “How many companies have …” in a sheet with a column “Company”: the question means rows.
  const rest = text
    .replace(/^ ?⟨c\d+⟩(?= (?:have|has|with|without|that|which|who|where|whose|are|in|do|don't)|$)/u, 'rows')
    .replace(
      new RegExp(
        joined`
          ^ ?(?:${NOUN})?(?: (?:
              are there|there are|do we have|are in (?:the|this) (?:sheet|list|webset)
              |in (?:the|this) (?:sheet|list|webset)|in total|exist
            )
          )? ?
        `,
        'u',
      ),
      '',
    )
    .trim()
  if (rest === '') return []
  if (/(?<!\S)or(?!\S)/.test(rest.replaceAll(/"[^"]*"/g, ''))) return null
  const filters: SheetFilter[] = []
  for (const part of splitConditions(rest)) {
    const filter = readCondition(part)
    if (!filter) return null
    filters.push(filter)
  }
  return filters
}

function readCondition(part: string): SheetFilter | null {
  const plain = part.replace(new RegExp(`^(?:(?:that|which|who|where|whose|and|but|the) )+`, 'u'), '').trim()
  for (const candidate of [plain, plain.replace(new RegExp(`^${THAT}`, 'u'), '').trim()]) {
    for (const [pattern, make] of RULES) {
      const found = pattern.exec(candidate)
      const filter = found && make(found)
      if (filter) return filter
    }
  }
  return null
}

/** Splits at `and`, `but` and commas, but not inside quotation marks, and only where a condition begins. */
function splitConditions(text: string): string[] {
  const parts: string[] = []
  for (const piece of text.split(/(?:,? (?:and|but) |, )(?=(?:[^"]*"[^"]*")*[^"]*$)/)) {
    const last = parts.length - 1
    // “research and development” is one value: a part that names no column belongs to the part before it.
    if (last >= 0 && !/⟨c\d+⟩/.test(piece)) parts[last] += ` and ${piece}`
    else parts.push(piece)
  }
  return parts.map((part) => part.trim())
}
