import { extractPage } from '@enrichify/collection'
import { locateQuote, normaliseText, readPhone, type ColumnKind } from '@enrichify/domain'
import { Dice } from '../dice.ts'
import { readSites, type FrozenPage, type FrozenSite } from '../read-pages.ts'
import type { ClaimCase } from './claim-case.ts'

const PER_PAGE = 3

/** True and false claims about real pages, made of their own lines and of what a person annotated on them. */
export async function realCases(archive: string, seed: number): Promise<ClaimCase[]> {
  const dice = new Dice(seed)
  const sites = (await readSites(archive.replace(/\.warc\.gz$/, ''))).filter(({ pages }) => pages.length > 0)
  return sites.flatMap((site, at) =>
    site.pages.flatMap((page) => casesOfPage(dice, site, page, sites[(at + 7) % sites.length] as FrozenSite)),
  )
}

interface Claimed {
  kind: string
  truth: ClaimCase['truth']
  column: ColumnKind
  value: string
  quote: string
  website?: string
}

function casesOfPage(dice: Dice, site: FrozenSite, page: FrozenPage, other: FrozenSite): ClaimCase[] {
  const { evidence } = extractPage(page)
  const occurs = (quote: string) => locateQuote(evidence, quote) !== null
  const claims = [
    ...lineClaims(dice, evidence.text, other, occurs),
    ...annotatedClaims(dice, site, page, other, evidence.text),
  ]
  return claims.map(({ kind, truth, column, value, quote, website }) => ({
    kind,
    truth,
    column: { kind: column, settings: {} },
    entity: { url: website ?? site.website, name: null },
    page,
    claim: { value, quote },
  }))
}

/** A host that is only an address binds by that address, and says nothing about another one. */
const named = (site: FrozenSite) => /[a-z]/i.test(new URL(site.website).hostname)

function lineClaims(dice: Dice, text: string, other: FrozenSite, occurs: (quote: string) => boolean): Claimed[] {
  const lines = text
    .split('\n')
    .filter((line) => /^[\p{L}\p{N}\s,.'-]{30,160}$/u.test(line) && line.split(' ').length >= 6)
  const claims: Claimed[] = []
  for (let count = 0; count < PER_PAGE && lines.length > 1; count++) {
    const line = dice.pick(lines)
    const words = line.trim().split(/\s+/)
    const from = dice.int(0, words.length - 3)
    const value = words
      .slice(from, from + dice.int(2, 3))
      .join(' ')
      .replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')
    // A piece between two hyphens is half of a name.
    if (!value || /-/.test(line)) continue
    claims.push({ kind: 'words of a line', truth: 'verified', column: 'text', value, quote: line })
    claims.push({
      kind: 'words of a line, other white space',
      truth: 'verified',
      column: 'text',
      value,
      quote: words.join(dice.pick(['  ', '\n', '\u00A0'])),
    })
    const dropped = [...words.slice(0, 2), ...words.slice(3)].join(' ')
    if (!occurs(dropped))
      claims.push({ kind: 'a word left out of the quote', truth: 'refused', column: 'text', value, quote: dropped })
    const [a, b] = dice.pair(lines)
    if (!occurs(`${a} ${b}`))
      claims.push({
        kind: 'a quote of two lines',
        truth: 'refused',
        column: 'text',
        value: a.split(' ').slice(0, 3).join(' '),
        quote: `${a} ${b}`,
      })
    const elsewhere = lines.find((each) => !normaliseText(each).toLowerCase().includes(value.toLowerCase()))
    if (elsewhere)
      claims.push({ kind: 'the value in another line', truth: 'refused', column: 'text', value, quote: elsewhere })
    if (named(other))
      claims.push({
        kind: 'another company’s row',
        truth: 'refused',
        column: 'text',
        value,
        quote: line,
        website: other.website,
      })
  }
  return claims
}

const COLUMN_OF: Record<string, ColumnKind> = {
  TEL: 'phone',
  STREET: 'text',
  PER: 'text',
  ZIPCODE: 'text',
  CITY: 'text',
  ORG: 'text',
}

function annotatedClaims(dice: Dice, site: FrozenSite, page: FrozenPage, other: FrozenSite, text: string): Claimed[] {
  const claims: Claimed[] = []
  for (const [kind, column] of Object.entries(COLUMN_OF)) {
    for (const { text: value, url } of (site.values[kind] ?? []).slice(0, 4)) {
      const place = url === page.url ? locateQuote({ text }, value) : null
      if (!place || (column === 'phone' && readPhone(value) === null)) continue
      const quote = lineAround(text, place)
      claims.push({ kind: `annotated ${kind}, its line as quote`, truth: 'verified', column, value, quote })
      if (named(other))
        claims.push({
          kind: `annotated ${kind} for another company’s row`,
          truth: 'refused',
          column,
          value,
          quote,
          website: other.website,
        })
      if (column === 'phone')
        claims.push({
          kind: 'an annotated number with a digit misread',
          truth: 'refused',
          column,
          value: misread(dice, value),
          quote,
        })
    }
  }
  for (const { text: value, url } of site.values.FAX ?? []) {
    const place = url === page.url && readPhone(value) !== null ? locateQuote({ text }, value) : null
    if (place && /fax\W{0,4}$/i.test(text.slice(Math.max(0, place.start - 12), place.start)))
      claims.push({
        kind: 'an annotated fax number as a phone',
        truth: 'refused',
        column: 'phone',
        value,
        quote: value,
      })
  }
  return claims
}

/** The line. Of a long line, some whole words around the place. */
function lineAround(text: string, { start, end }: { start: number; end: number }): string {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const behind = text.slice(end).split('\n')[0] ?? ''
  return (
    (before.length > 120 ? before.slice(before.indexOf(' ', before.length - 120)) : before) +
    text.slice(start, end) +
    (/^.{0,80}(?!\S)/u.exec(behind)?.[0] ?? '')
  ).trim()
}

function misread(dice: Dice, printed: string): string {
  const places = [...printed.matchAll(/\d/g)].map((match) => match.index).slice(2)
  const at = dice.pick(places)
  return printed.slice(0, at) + ((Number(printed[at]) + dice.int(1, 9)) % 10) + printed.slice(at + 1)
}
