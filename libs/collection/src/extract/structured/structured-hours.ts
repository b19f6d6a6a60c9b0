import type { OpeningHours } from '@enrichify/domain'
import { cleanValue } from '../evidence-builder.ts'
import { osmOfText } from '../hours/osm-hours.ts'
import type { Entity } from './entities.ts'

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/**
 * The opening hours of a business entity (`openingHours` text or `openingHoursSpecification`), null when it has none.
 */
export function hoursOfEntity(entity: Entity): OpeningHours | null {
  const plain = (entity.properties.openingHours ?? [])
    .filter((value): value is string => typeof value === 'string')
    .map(cleanValue)
    .filter(Boolean)
  if (plain.length > 0) {
    const text = plain.join('; ')
    return { text, osm: osmOfText(text) }
  }
  const rules: string[] = []
  for (const value of entity.properties.openingHoursSpecification ?? []) {
    if (typeof value === 'string') continue
    const days = (value.properties.dayOfWeek ?? []).flatMap((day) => {
      const name =
        typeof day === 'string'
          ? day
          : (day.properties.name?.find((each) => typeof each === 'string') as string | undefined)
      const at = DAY_NAMES.findIndex(
        (each) =>
          (name ?? '').toLowerCase().endsWith(each) || each.startsWith((name ?? '').toLowerCase().slice(0, 3) || '-'),
      )
      return at >= 0 ? [at] : []
    })
    const opens = clock(value.properties.opens?.[0])
    const closes = clock(value.properties.closes?.[0])
    if (days.length === 0 || !opens || !closes) continue
    rules.push(
      opens === closes
        ? `${days.map((day) => DAYS[day]).join(',')} off`
        : `${days.map((day) => DAYS[day]).join(',')} ${opens}-${closes}`,
    )
  }
  return rules.length > 0 ? { text: rules.join('; '), osm: osmOfText(rules.join('; ')) } : null
}

function clock(value: string | Entity | undefined): string | null {
  const match = typeof value === 'string' ? /(\d{1,2}):(\d{2})/.exec(value) : null
  return match ? `${(match[1] as string).padStart(2, '0')}:${match[2]}` : null
}
