import {
  countryOfName,
  findEmailAddresses,
  isCountryCode,
  type Fact,
  type FactKind,
  type FactValues,
  joined,
} from '@enrichify/domain'
import type { EvidenceBuilder, Place } from '../evidence-builder.ts'
import { cleanValue } from '../evidence-builder.ts'
import { socialProfileOf } from '../find-social.ts'
import { findPhoneCandidates } from '../phones/find-phone-candidates.ts'
import type { Entity } from './entities.ts'
import { isOrganisation, isPerson } from './schema-types.ts'
import { hoursOfEntity } from './structured-hours.ts'

/** A fact whose quote is cut from the evidence text when that text is complete. */
export type PendingFact = {
  [K in FactKind]: {
    kind: K
    value: FactValues[K]
    place: Place
    origin: Fact['origin']
    weight: number
    group: string | null
  }
}[FactKind]

const MAX_LEAVES = 1_500

const OTHER_PARTY = new RegExp(
  joined`
    ^(?:
      review|author|reviewer|itemReviewed|offers?|performer|organizer|publisher|sponsor|mentions
      |citation|comment|alumniOf|worksFor|isPartOf
    )$
  `,
)

/** Writes every value of the entities into the evidence as labelled lines and returns the facts among them. */
export function structuredFacts(
  entities: Entity[],
  evidence: EvidenceBuilder,
  page: { countries: string[]; ownHost: string },
): PendingFact[] {
  const facts: PendingFact[] = []
  const queue: { entity: Entity; parent: string | null; own: boolean }[] = entities.map((entity) => ({
    entity,
    parent: null,
    own: true,
  }))
  let leaves = 0
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { entity } = next
    facts.push(...factsOfEntity(entity, next.parent, evidence, page))
    for (const [name, values] of Object.entries(entity.properties)) {
      for (const [place, value] of values.entries()) {
        if (typeof value !== 'string') {
          // The author of a review or the seller of an offer is not the business that the page is about.
          const foreign = OTHER_PARTY.test(name)
          queue.push({ entity: value, parent: name, own: next.own && !foreign })
        } else if ((leaves += 1) <= MAX_LEAVES)
          evidence.add(entity.origin, name, value, `${entity.path}.${name}${values.length > 1 ? `[${place}]` : ''}`)
      }
    }
  }
  return facts
}

const texts = (entity: Entity, ...names: string[]) =>
  names
    .flatMap((name) => (Object.hasOwn(entity.properties, name) ? (entity.properties[name] ?? []) : []))
    .filter((value): value is string => typeof value === 'string' && cleanValue(value) !== '')

function factsOfEntity(
  entity: Entity,
  parent: string | null,
  evidence: EvidenceBuilder,
  page: { countries: string[]; ownHost: string },
): PendingFact[] {
  const facts: PendingFact[] = []
  const group = `${entity.path}`
  const { origin } = entity
  const note = (name: string, value: string) => evidence.add(origin, name, value, `${entity.path}.${name}`)
  const push = (fact: { kind: FactKind; value: unknown }, place: Place | null, weight = 0.9) => {
    if (place) facts.push({ ...fact, place, origin, weight, group } as PendingFact)
  }
  for (const [kind, names] of [
    ['phone', ['telephone', 'phone', 'tel']],
    ['fax', ['faxNumber', 'fax']],
  ] as const) {
    for (const name of names) {
      for (const value of texts(entity, name)) {
        const line = cleanValue(value.replace(/^tel:/, ''))
        for (const found of findPhoneCandidates(line, page.countries, { left: 40 }))
          if (found.valid || found.shaped)
            push({ kind, value: found.value }, note(kind === 'fax' ? 'faxNumber' : name, value))
      }
    }
  }
  for (const value of texts(entity, 'email'))
    for (const { email } of findEmailAddresses(cleanValue(value), page.ownHost))
      push({ kind: 'email', value: email }, note('email', value))
  for (const value of texts(entity, 'sameAs')) {
    const profile = socialProfileOf(value)
    if (profile) push({ kind: 'social', value: profile }, note('sameAs', value))
  }
  if (isPerson(entity)) {
    const given = [...texts(entity, 'givenName'), ...texts(entity, 'familyName')].map(cleanValue)
    const name = cleanValue(texts(entity, 'name')[0] ?? '') || (given.length === 2 ? given.join(' ') : '')
    const title = cleanValue(texts(entity, 'jobTitle', 'title', 'roleName')[0] ?? '') || null
    const foreign = parent === 'author' || parent === 'reviewer'
    if (name.includes(' ') && name.length < 80)
      push(
        { kind: 'people', value: { name, title } },
        evidence.add(origin, 'person', title ? `${name}, ${title}` : name, entity.path),
        foreign ? 0.5 : 0.85,
      )
  }
  if (isOrganisation(entity)) {
    const own =
      parent === null ||
      /^(?:mainEntity|about|publisher|provider|itemListElement|creator|seller|brand|copyrightHolder)$/.test(parent)
    const weight = own ? 0.9 : 0.5
    for (const name of texts(entity, 'name', 'legalName'))
      push({ kind: 'company_name', value: cleanValue(name) }, note('name', name), weight)
    for (const text of texts(entity, 'description').slice(0, 1))
      push({ kind: 'description', value: cleanValue(text) }, note('description', text), weight)
    for (const text of texts(entity, 'foundingDate')) {
      const year = /^\s*(\d{4})(?!\d)/.exec(text)
      if (year) push({ kind: 'founded', value: Number(year[1]) }, note('foundingDate', text), weight)
    }
    const hours = hoursOfEntity(entity)
    if (hours) push({ kind: 'opening_hours', value: hours }, note('openingHours', hours.text))
  }
  if (
    ['streetAddress', 'addressLocality', 'postalCode', 'street-address', 'locality', 'postal-code'].some(
      (name) => texts(entity, name).length > 0,
    )
  ) {
    const street = [
      ...texts(entity, 'postOfficeBoxNumber').map((box) => (/^\d+$/.test(box.trim()) ? `P.O. Box ${box.trim()}` : box)),
      ...texts(entity, 'streetAddress', 'street-address'),
    ]
      .map(cleanValue)
      .join(', ')
    if (street) push({ kind: 'street', value: street.replace(/(?<![\s,])[\s,]+$/, '') }, note('streetAddress', street))
    for (const [kind, names] of [
      ['city', ['addressLocality', 'locality']],
      ['region', ['addressRegion', 'region']],
      ['postal_code', ['postalCode', 'postal-code']],
    ] as const) {
      const name = names.find((each) => texts(entity, each).length > 0)
      if (name)
        push({ kind, value: cleanValue(texts(entity, name)[0] ?? '') }, note(names[0], texts(entity, name)[0] ?? ''))
    }
  }
  const countryEntity = (entity.properties.addressCountry ?? []).find(
    (value): value is Entity => typeof value !== 'string',
  )
  for (const name of [
    ...texts(entity, 'addressCountry', 'country-name'),
    ...(countryEntity ? texts(countryEntity, 'name') : []),
  ]) {
    const code = isCountryCode(name.trim().toUpperCase()) ? name.trim().toUpperCase() : countryOfName(name)
    if (code) push({ kind: 'country', value: code }, note('addressCountry', name))
  }
  return facts
}
