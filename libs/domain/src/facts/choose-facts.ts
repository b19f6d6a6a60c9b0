import { joined } from '../text/long-text.ts'
import { factIdentity } from './fact-identity.ts'
import { FACT_ORIGINS, type Fact, type FactKind, type FactOrigin, type FactValues } from './fact-kinds.ts'
import { splitExtension } from './phone-digits.ts'

export interface PageFacts {
  url: string
  facts: Fact[]
}

export interface ChosenFact<K extends FactKind = FactKind> {
  value: FactValues[K]
  /** Best first; one per page and place. */
  evidence: { fact: Fact<K>; pageIndex: number }[]
}

const MAX_EVIDENCE = 12
const CONTACT_PATH = new RegExp(
  joined`
    contact|kontakt|contatt|contacto|imprint|impressum|about|ueber|uber-uns|mentions|aviso|colofon
    |legal|team|staff|people|location|find-us
  `,
  'i',
)

/**
 * The distinct values of one kind that the pages of a site give, best first. Its origin and weight make a value
 * better, and so does being repeated by several pages or being on the home page or a contact page. `trustIn` is what
 * people’s verdicts add to an origin or take from it. Fax numbers are taken out of the phones, and a shortened form
 * gives way to the full one.
 */
export function chooseFacts<K extends FactKind>(
  pages: PageFacts[],
  kind: K,
  trustIn: (origin: FactOrigin) => number = () => 0,
): ChosenFact<K>[] {
  const groups = new Map<string, ChosenFact<K>['evidence']>()
  for (const [pageIndex, page] of pages.entries()) {
    for (const fact of page.facts) {
      if (fact.kind !== kind) continue
      const own = fact as Fact<K>
      const key = factIdentity(kind, own.value)
      if (!key) continue
      const group = groups.get(key)
      if (group) group.push({ fact: own, pageIndex })
      else groups.set(key, [{ fact: own, pageIndex }])
    }
  }
  mergeKin(kind, groups)
  const faxes = kind === 'phone' ? faxOnlyNumbers(pages) : new Set<string>()
  const chosen = [...groups.values()]
    .filter((evidence) => kind !== 'phone' || !faxes.has(numberKey(evidence[0]?.fact.value as string)))
    .map((evidence) => {
      const ranked = evidence.toSorted(
        (a, b) =>
          factScore(b.fact, pages[b.pageIndex]?.url ?? '', b.pageIndex) -
          factScore(a.fact, pages[a.pageIndex]?.url ?? '', a.pageIndex),
      )
      return {
        value: bestValue(kind, ranked),
        evidence: ranked.slice(0, MAX_EVIDENCE),
        score: groupScore(ranked, pages) + trustIn(ranked[0]!.fact.origin),
      }
    })
  return chosen.toSorted((a, b) => b.score - a.score).map(({ value, evidence }) => ({ value, evidence }))
}

function factScore(fact: Fact, url: string, pageIndex: number): number {
  const trust = (FACT_ORIGINS.length - FACT_ORIGINS.indexOf(fact.origin)) * 0.02
  return fact.weight + trust + (pageIndex === 0 ? 0.08 : 0) + (CONTACT_PATH.test(url) ? 0.06 : 0)
}

function groupScore(ranked: ChosenFact['evidence'], pages: PageFacts[]): number {
  const best = ranked[0]
  if (!best) return 0
  const spread = new Set(ranked.map((each) => each.pageIndex)).size
  return factScore(best.fact, pages[best.pageIndex]?.url ?? '', best.pageIndex) + Math.min(0.3, 0.08 * (spread - 1))
}

/** The value of the best fact. For people it is the best one that also has a job title. */
function bestValue<K extends FactKind>(kind: K, ranked: ChosenFact<K>['evidence']): FactValues[K] {
  const first = ranked[0] as ChosenFact<K>['evidence'][number]
  if (kind !== 'people') return first.fact.value
  const titled = ranked.findIndex((each) => (each.fact.value as FactValues['people']).title !== null)
  if (titled > 0) ranked.unshift(...ranked.splice(titled, 1))
  return (ranked[0] as typeof first).fact.value
}

/** The last nine digits: enough to recognise a number when one page prints its country and another does not. */
function numberKey(value: string): string {
  return splitExtension(value).number.replaceAll(/\D/g, '').slice(-9)
}

/** Numbers that some page calls a fax and no page calls a telephone. */
function faxOnlyNumbers(pages: PageFacts[]): Set<string> {
  const facts = pages.flatMap((page) => page.facts)
  const phones = new Set(
    facts.filter((fact) => fact.kind === 'phone' && fact.weight >= 0.8).map((fact) => numberKey(fact.value as string)),
  )
  const faxes = facts.filter((fact) => fact.kind === 'fax').map((fact) => numberKey(fact.value as string))
  return new Set(faxes.filter((key) => !phones.has(key)))
}

/**
 * Joins a shorter and a longer form of one value: a number without its country, a ZIP without its last four, a street
 * without its suite.
 */
function mergeKin<K extends FactKind>(kind: K, groups: Map<string, ChosenFact<K>['evidence']>): void {
  const covers: Partial<Record<FactKind, (long: string, short: string) => boolean>> = {
    phone: coversNumber,
    fax: coversNumber,
    postal_code: (long, short) => /^\d{9}$/.test(long) && short.length === 5 && long.startsWith(short),
    street: (long, short) => short.split(' ').length >= 3 && long !== short && ` ${long} `.includes(` ${short} `),
    company_name: (long, short) =>
      long !== short && long.startsWith(`${short} `) && long.split(' ').length - short.split(' ').length === 1,
  }
  const test = covers[kind]
  if (!test) return
  const keys = [...groups.keys()].sort((a, b) => b.length - a.length)
  for (const short of keys.toReversed()) {
    const long = keys.find((key) => key !== short && groups.has(key) && test(key, short))
    if (!long) continue
    groups.get(long)?.push(...(groups.get(short) ?? []))
    groups.delete(short)
  }
}

function coversNumber(long: string, short: string): boolean {
  const a = splitExtension(long)
  const b = splitExtension(short)
  if (short.startsWith('+') || a.extension !== b.extension) return false
  const digits = b.number.replace(/^0+/, '')
  return long.startsWith('+') && digits.length >= 7 && a.number.endsWith(digits)
}
