import { words } from '@enrichify/domain'
import { streetScore } from './street-words.ts'

const COUNTIES = new Set(
  words(`
    avon bedfordshire berkshire berks buckinghamshire bucks cambridgeshire cambs cheshire cleveland
    clwyd cornwall cumbria derbyshire devon dorset durham dyfed essex fife glamorgan gloucestershire
    glos grampian gwent gwynedd hampshire hants herefordshire hertfordshire herts kent lancashire lancs
    leicestershire lincolnshire lincs lothian merseyside middlesex middx norfolk northamptonshire
    northants northumberland nottinghamshire notts oxfordshire oxon powys shropshire somerset
    staffordshire staffs strathclyde suffolk surrey sussex tayside warwickshire wiltshire wilts
    worcestershire worcs yorkshire yorks humberside rutland
  `),
)
const QUALIFIERS = new Set(
  'west east north south mid greater county co tyne wear and isle of wight midlands the'.split(' '),
)

/** A British or Irish county (`West Sussex`, `Co. Offaly`), which may follow the town in an address. */
export function isCounty(text: string): boolean {
  const words = text.toLowerCase().replaceAll(/[.,&]/g, ' ').split(/\s+/).filter(Boolean)
  if (/^(?:co(?:\.|unty)\s|greater (?:london|manchester)$)/i.test(text)) return true
  return words.length > 0 && words.every((word) => COUNTIES.has(word) || QUALIFIERS.has(word))
}

/**
 * Splits the text before a British postal code into street (houses and estates included) and town. Null when no part
 * is a street.
 */
export function britishParts(text: string): { street: string; city: string | null } | null {
  const parts = text
    .split(/\s*[,|•·]\s*|\s[-–]\s/)
    .map((part) => part.trim())
    .filter(Boolean)
  const scores = parts.map(streetScore)
  const last = scores.findLastIndex((score) => score > 0)
  if (last < 0) return null
  let first = scores.findIndex((score) => score > 0)
  // Names of firms end before the first part that is a street, a house or a unit.
  while (first > 0 && /^(?:\d|unit|floor|suite)/i.test(parts[first - 1] ?? '')) first -= 1
  const rest = parts.slice(last + 1).filter((part) => !isCounty(part))
  const street = parts.slice(first, last + 1).join(', ')
  return street.length > 140 ? null : { street, city: rest.at(-1) ?? null }
}
