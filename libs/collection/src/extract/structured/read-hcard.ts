import type { Document, Element } from 'domhandler'
import { elementsOf, rawTextOf } from '../dom-walk.ts'
import { cleanValue } from '../evidence-builder.ts'
import type { Entity } from './entities.ts'

const MAX_CARDS = 300
const MAX_ELEMENTS = 400
/**
 * Class names of hCard (microformats.org) and of h-card, its successor with prefixes, by the schema.org property with
 * the same meaning.
 */
const PROPERTIES: Record<string, string> = {
  fn: 'name',
  'p-name': 'name',
  tel: 'telephone',
  'p-tel': 'telephone',
  email: 'email',
  'u-email': 'email',
  title: 'jobTitle',
  'p-job-title': 'jobTitle',
  role: 'jobTitle',
  'p-role': 'jobTitle',
  'street-address': 'streetAddress',
  'p-street-address': 'streetAddress',
  locality: 'addressLocality',
  'p-locality': 'addressLocality',
  region: 'addressRegion',
  'p-region': 'addressRegion',
  'postal-code': 'postalCode',
  'p-postal-code': 'postalCode',
  'country-name': 'addressCountry',
  'p-country-name': 'addressCountry',
  org: 'organisation',
  'organization-name': 'organisation',
  'p-org': 'organisation',
}

/**
 * Contact cards that a page marks with class names: persons when a job or a firm is beside the name, else
 * organisations. Authors of blog posts are left out.
 */
export function entitiesOfHcards(document: Document): Entity[] {
  const cards: Entity[] = []
  for (const element of elementsOf(document)) {
    const classes = classesOf(element)
    if (
      !classes.some((name) => name === 'vcard' || name === 'h-card') ||
      classes.includes('author') ||
      classes.includes('comment-author')
    )
      continue
    if (cards.length >= MAX_CARDS) break
    const card = readCard(element, `hcard[${cards.length}]`)
    if (card) cards.push(card)
  }
  return cards
}

function readCard(root: Element, path: string): Entity | null {
  const properties: Record<string, string[]> = {}
  for (const element of elementsOf(root).slice(0, MAX_ELEMENTS)) {
    for (const name of classesOf(element)) {
      const property = Object.hasOwn(PROPERTIES, name) ? (PROPERTIES[name] as string) : null
      const value = property ? valueOf(element, property) : ''
      if (property && value && value.length <= 200) (properties[property] ??= []).push(value)
    }
  }
  const { organisation = [], ...own } = properties
  const name = own.name?.[0] ?? organisation[0]
  if (!name) return null
  const person = own.jobTitle !== undefined || (organisation[0] !== undefined && organisation[0] !== name)
  return {
    types: [person ? 'Person' : 'Organization'],
    properties: { ...own, name: [name] },
    origin: 'microdata',
    path,
  }
}

function valueOf(element: Element, property: string): string {
  const href = element.attribs.href ?? ''
  if (property === 'email' && /^mailto:/i.test(href)) return cleanValue(href.slice(7).split('?')[0] ?? '')
  // `Tel: <span class="type">work</span> …`: a part marked as the value is all of it.
  const part = elementsOf(element).find((each) => classesOf(each).includes('value'))
  return cleanValue(rawTextOf(part ?? element))
}

function classesOf(element: Element): string[] {
  return element.attribs.class?.split(/\s+/) ?? []
}
