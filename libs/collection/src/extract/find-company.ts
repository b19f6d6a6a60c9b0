import { wordsOf, type Fact, joined } from '@enrichify/domain'
import type { EvidenceBuilder } from './evidence-builder.ts'
import { cleanValue } from './evidence-builder.ts'
import type { TextUnit } from './lay-out-text.ts'
import type { PageMeta } from './structured/read-meta.ts'
import type { PendingFact } from './structured/structured-facts.ts'

const LEGAL = joined`
  (?:
    Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|PLC|LLP|Corp|Corporation|Co|Company
    |GmbH(?: & Co\. KG)?|AG|KG|OHG|UG|e\.K|SE|S\.?A\.?S?|S\.?A\.?R\.?L|SARL|S\.?r\.?l|S\.?p\.?A
    |B\.?V|N\.?V|AB|A/S|ApS|AS|ASA|Oy|S\.?L\.?U?|Lda|Sp\. z o\.o|Pty\.? Ltd|P\.?C|P\.?A
  )
`
const COPYRIGHT = new RegExp(
  joined`
    (?:©|\(c\)|copyright)\s*(?:©|\(c\)|copyright|by)?\s*
    (?:(?:19|20)\d\d\s*(?:[-–—,]\s*(?:(?:19|20)?\d\d|present))?)?\s*[,:–-]?\s*(?:by\s+)?
    (?<name>[\p{Lu}\d][^|•©\n]{1,70}?)(?=
      \s*(?:
        [|•©–]|\s-\s|\.\s|\.?$|,?\s*all rights|,?\s*(?:19|20)\d\d
        |\.?\s*(?:
          alle rechte|tous droits|todos los|tutti i|powered|site by|web ?design|designed|privacy
          |terms
        )
      )
    )
  `,
  'iu',
)
const WITH_LEGAL = new RegExp(
  joined`
    (?<![\p{L}\d])(?<name>
      \p{Lu}[\p{L}\d&'’.-]*(?:\s(?:\p{Lu}[\p{L}\d&'’.()-]*|&|and|of|und|et|de|y|the)){0,6},?\s
      ${LEGAL}
    )\.?(?![\p{L}\d])
  `,
  'gu',
)
const LEGAL_HINT = new RegExp(`\\s${LEGAL}(?![\\p{L}\\d])`, 'u')
const LEGAL_WORD = new RegExp(`^${LEGAL}$`, 'iu')
const BOILERPLATE = new RegExp(
  joined`
    ^(?:
      home ?page?|welcome(?: to)?|contact(?: us)?|about(?: us)?|index|untitled.*|start(?:seite)?
      |accueil|inicio|all rights.*|copyright.*|your (?:company|site).*
      |the (?:company|owner|author).*|website|blog|news|services|privacy.*|terms.*
      |(?:find|visit|reach|meet) us
      |(?:our|the) (?:people|team|staff|offices?|company|lawyers|doctors|services)|offices?
      |locations?|contact and hours|contact & hours|impressum|kontakt|datenschutz|(?:unser )?team
      |über uns|mentions légales|(?:nous )?contact(?:er)?|contacto|(?:nuestro )?equipo|aviso legal
      |contatti|chi siamo|colofon|over ons
    )$
  `,
  'i',
)
const FOUNDED = new RegExp(
  joined`
    (?<!\p{L})(?:
      founded|established|est\.?|since|in business since|incorporated|started|opened|gegründet|seit
      |bestehend seit|fond[ée]e?|cré[ée]e?|depuis|fundad[ao]|desde|fondat[ao]|dal|opgericht|sinds
      |założon[ay]|od|grundat|sedan|stiftet|siden|fundada
    )\s(?:\p{L}+\s){0,4}?(?:in|im|en|nel|i|w|no|dem jahr|jahre?|the year|year|roku)?\s?
    (?<year>1[789]\d\d|20[0-4]\d)(?![\d-])
  `,
  'giu',
)

/** Company names and the description that the head of the page states. */
export function headFacts(
  meta: PageMeta['meta'],
  openGraph: PageMeta['openGraph'],
  title: string | null,
  evidence: EvidenceBuilder,
  host: string,
): PendingFact[] {
  const facts: PendingFact[] = []
  const property = (name: string) => openGraph.properties.find(([key, value]) => key === name && cleanValue(value))?.[1]
  const name = (value: string | undefined, label: string, source: string, weight: number) => {
    const clean = value ? cleanValue(value) : ''
    const place =
      clean.length >= 2 && clean.length <= 90 && !BOILERPLATE.test(clean)
        ? evidence.add('meta', label, clean, source)
        : null
    if (place) facts.push({ kind: 'company_name', value: clean, place, origin: 'meta', weight, group: null })
  }
  name(property('og:site_name'), 'og:site_name', 'meta[property=og:site_name]', 0.8)
  name(meta['application-name'], 'application-name', 'meta[name=application-name]', 0.7)
  const description = [
    ['og:description', property('og:description')],
    ['description', meta.description],
  ].find(([, value]) => value && cleanValue(value).length >= 20)
  if (description?.[1]) {
    const clean = cleanValue(description[1])
    const place = evidence.add('meta', description[0] as string, clean, `meta[${description[0]}]`)
    if (place) facts.push({ kind: 'description', value: clean, place, origin: 'meta', weight: 0.7, group: null })
  }
  const part = nameInTitle(title, host)
  const place = part && title ? evidence.add('title', 'title', title, 'html>head>title') : null
  if (part && place) facts.push({ kind: 'company_name', value: part, place, origin: 'meta', weight: 0.45, group: null })
  return facts
}

/** No title that a person reads is longer. */
const LONGEST_TITLE = 1000

/**
 * The part of a title that names the site: a part with a legal form, else a part that the host spells, else the last
 * short part that is no page name.
 */
function nameInTitle(title: string | null, host: string): string | null {
  const parts = (title ?? '')
    .slice(0, LONGEST_TITLE)
    .split(/\s+[|–—•·»:-]+\s+|\s*[|»]\s*/)
    .map((part) => part.replace(/^welcome to\s+/i, '').trim())
    .filter((part) => part.length >= 3 && !BOILERPLATE.test(part))
  const legal = parts.find((part) => new RegExp(`\\s${LEGAL}\\.?$`, 'u').test(part))
  if (legal) return legal
  const spelled = parts.find((part) => part.length <= 45 && isSpelledByHost(part, host))
  if (spelled) return spelled
  const short = parts.filter((part) => part.split(' ').length <= 5 && part.length <= 45)
  return short.at(-1) ?? null
}

/** Company names in the visible text: the copyright line, and names with a legal form in the footer or an address. */
export function findCompanyNames(text: string, units: TextUnit[], host: string): Fact<'company_name'>[] {
  const facts: Fact<'company_name'>[] = []
  const push = (value: string, start: number, end: number, weight: number) => {
    const clean = value.replace(/(?<![\s,;:–-])[\s,;:–-]+$/, '').trim()
    if (clean.length < 2 || BOILERPLATE.test(clean) || /^\d+$/.test(clean) || facts.length >= 40) return
    facts.push({
      kind: 'company_name',
      value: clean,
      quote: text.slice(start, end),
      start,
      end,
      origin: 'pattern',
      weight,
      group: null,
    })
  }
  for (const unit of units) {
    if (unit.text.length > 600) continue
    // A first heading that the host spells is the company’s name.
    if (unit.heading === 1 && unit.text.length <= 60 && isSpelledByHost(unit.text, host))
      push(unit.text, unit.start, unit.end, 0.5)
    const copyright = /©|\(c\)|copyright/i.test(unit.text) ? COPYRIGHT.exec(unit.text) : null
    const name = copyright?.groups?.name
    if (copyright && name)
      push(
        name.replace(/^(?:19|20)\d\d\s*/, ''),
        unit.start + copyright.index,
        unit.start + copyright.index + copyright[0].length,
        0.6,
      )
    if (unit.text.length > 160 || !LEGAL_HINT.test(unit.text)) continue
    for (const match of unit.text.matchAll(WITH_LEGAL)) {
      const value = match.groups?.name
      // The company that built the site or runs its shop software is not the owner of the site.
      if (
        /(?:by|powered by|from|via|©\s*by)\s$/i.test(unit.text.slice(0, match.index)) ||
        /^(?:by|design)\s/i.test(value ?? '')
      )
        continue
      if (value && value.length <= 80)
        push(
          value,
          unit.start + match.index,
          unit.start + match.index + match[0].length,
          /\sCo(?:mpany)?$/.test(value)
            ? 0.25
            : unit.region === 'footer' || unit.region === 'address' || unit.text.length < 50
              ? 0.5
              : 0.35,
        )
    }
  }
  return facts
}

const labelOfHost = (host: string) =>
  host
    .replace(/^www\d?\./, '')
    .replaceAll(/[^\p{L}\d]/gu, '')
    .toLowerCase()

/** Whether the host spells all words of a name except its legal form. `and` may be missing there. */
function isSpelledByHost(name: string, host: string): boolean {
  const words = wordsOf(name).filter((word) => !LEGAL_WORD.test(word))
  const label = labelOfHost(host)
  // `Clínica Dental Arroyo` at clinica-arroyo.es: the words that the host spells, in order, are how the host begins.
  const shared = words.filter((word) => word.length > 2 && label.includes(word))
  if (shared.length > 1 && shared.length * 2 > words.length && label.startsWith(shared.join(''))) return true
  return (
    words.join('').length > 3 &&
    (label.includes(words.join('')) || label.includes(words.filter((word) => word !== 'and').join('')))
  )
}

/** A name that the site’s own domain spells weighs more than other names. */
export function weighByHost<F extends { kind: string; value: unknown; weight: number }>(fact: F, host: string): F {
  if (fact.kind !== 'company_name') return fact
  const label = labelOfHost(host)
  const words = wordsOf(String(fact.value)).filter((word) => !LEGAL_WORD.test(word))
  const initials = words.map((word) => word[0]).join('')
  const spelled = isSpelledByHost(String(fact.value), host) || (initials.length > 2 && label.startsWith(initials))
  const shared = words.some((word) => word.length > 3 && label.includes(word))
  return { ...fact, weight: Math.max(0.05, Math.min(0.95, fact.weight + (spelled ? 0.2 : shared ? 0.1 : -0.2))) }
}

/** Years in which the business says it began: `founded in 1998`, `since 1962`, `gegründet 1899`. */
export function findFounded(text: string, units: TextUnit[]): Fact<'founded'>[] {
  const facts: Fact<'founded'>[] = []
  for (const unit of units) {
    if (unit.text.length > 3_000 || !/1[789]\d\d|20[0-4]\d/.test(unit.text) || facts.length >= 10) continue
    for (const match of unit.text.matchAll(FOUNDED)) {
      const strong = /found|establ|est\.|business|incorp|gegr|fond|cré|fund|opgericht|zało|grund|stift/i.test(match[0])
      if (/copyright|©/i.test(unit.text.slice(Math.max(0, match.index - 20), match.index))) continue
      const start = unit.start + match.index
      const end = start + match[0].length
      facts.push({
        kind: 'founded',
        value: Number(match.groups?.year),
        quote: text.slice(start, end),
        start,
        end,
        origin: 'pattern',
        weight: strong ? 0.7 : 0.5,
        group: null,
      })
    }
  }
  return facts
}
