import { COLUMN_TYPES, type ColumnKind } from '@enrichify/domain'
import { Dice } from '../dice.ts'
import type { ClaimCase, Draft, MakeDraft } from './claim-case.ts'
import { FALSE } from './false-kinds.ts'
import { firmOf, HONEST } from './honest-kinds.ts'
import { renderPage } from './render-page.ts'
import { LANGUAGES, STEMS } from './words.ts'

/** Cases of every kind, the same for the same seed. Each has its own page, in one of the languages and layouts. */
export function* generateCases(seed: number, perKind: number): Generator<ClaimCase> {
  for (const [truth, kinds] of [
    ['verified', HONEST],
    ['refused', FALSE],
  ] as const) {
    for (const [at, [kind, make]] of Object.entries(kinds).entries()) {
      // Each kind has its own dice, so that a new kind changes no other.
      const dice = new Dice(seed * 7919 + at * 104_729 + (truth === 'verified' ? 1 : 2))
      for (let count = 0; count < perKind; count++) yield makeCase(dice, kind, truth, make)
    }
  }
  yield* spoilCases(seed, perKind)
}

/**
 * True claims with a wrong value: one letter or digit is changed, or the value belongs to another claim. They were
 * not chosen with a rule in mind.
 */
function* spoilCases(seed: number, perKind: number): Generator<ClaimCase> {
  const dice = new Dice(seed * 15_485_863)
  const before = new Map<ColumnKind, string>()
  for (let round = 0; round < perKind; round++) {
    for (const [kind, make] of Object.entries(HONEST)) {
      const honest = makeCase(dice, kind, 'verified', make)
      const { column, claim } = honest
      const other = before.get(column.kind)
      before.set(column.kind, claim.value)
      if (column.kind === 'boolean') continue
      for (const [how, value] of [
        ['one character is another', spoil(dice, claim.value)],
        ['the value of another claim', other ?? ''],
      ] as const) {
        // A wrong value that the quote contains by chance is not a lie.
        if (value !== '' && !isSaid(value, honest))
          yield { ...honest, kind: `${column.kind}: ${how}`, truth: 'refused', claim: { ...claim, value } }
      }
    }
  }
}

function isSaid(value: string, { column, claim }: ClaimCase): boolean {
  const bare = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]/gu, '')
  const read = (text: string) => JSON.stringify(COLUMN_TYPES[column.kind].parse(text, column.settings))
  const items = column.kind === 'list' ? value.split(';') : [value]
  return (
    items.every((item) => bare(claim.quote).includes(bare(item))) ||
    bare(value) === bare(claim.value) ||
    read(value) === read(claim.value)
  )
}

/** Another letter for a letter, another digit for a digit, at any place. */
function spoil(dice: Dice, value: string): string {
  const places = [...value.matchAll(/[a-z\d]/gi)].map((match) => match.index)
  if (places.length === 0) return ''
  const at = dice.pick(places)
  const old = value[at]!
  const next = /\d/.test(old)
    ? String((Number(old) + dice.int(1, 9)) % 10)
    : String.fromCharCode(97 + ((old.toLowerCase().charCodeAt(0) - 97 + dice.int(1, 25)) % 26))
  return value.slice(0, at) + next + value.slice(at + 1)
}

function makeCase(dice: Dice, kind: string, truth: ClaimCase['truth'], make: MakeDraft): ClaimCase {
  const firm = firmOf(dice, STEMS)
  const thrown = dice.pick(LANGUAGES)
  const draft = make(dice, firm, thrown)
  const { html, joint } = renderPage(
    dice,
    { name: draft.title ?? firm.name },
    draft.language ?? thrown,
    draft.line,
    draft.more ?? [],
  )
  return {
    kind,
    truth,
    column: { kind: draft.column, settings: draft.settings ?? {} },
    entity: draft.entity ?? { url: `https://${firm.domain}/`, name: firm.name },
    page: { url: draft.url ?? `https://www.${firm.domain}/`, html },
    claim: { value: draft.value, quote: quoteOf(draft, joint) },
  }
}

function quoteOf({ quote, line }: Draft, joint: string): string {
  if (typeof quote === 'string') return quote
  return quote ? quote(line.label ? `${line.label}${joint}${line.text}` : line.text) : line.text
}
