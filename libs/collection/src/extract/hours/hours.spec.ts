import type { OpeningHours } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { extractPage } from '../extract-page.ts'
import { osmOfText } from './osm-hours.ts'

describe('osmOfText', () => {
  it.each<[string, string | null]>([
    ['Mon-Fri: 9am - 5pm', 'Mo-Fr 09:00-17:00'],
    ['Monday thru Thursday 9am to 6pm PST Friday 8am to 4pm PST', 'Mo-Th 09:00-18:00; Fr 08:00-16:00'],
    ['Mo-Fr 08:00-12:00, 14:00-18:00; Sa geschlossen', 'Mo-Fr 08:00-12:00,14:00-18:00; Sa off'],
    ['lundi au vendredi : 9h à 18h30', 'Mo-Fr 09:00-18:30'],
    ['7:30 am to 5:30 pm Monday - Friday', 'Mo-Fr 07:30-17:30'],
    ['Mo,Tu,We 11:00-20:00', 'Mo-We 11:00-20:00'],
    ['Daily 11:00am - 8pm', 'Mo-Su 11:00-20:00'],
    ['Mon 9-5', 'Mo 09:00-17:00'],
    ['Mon - Fri 8 a.m. - 4 p.m. (closed for lunch 11 a.m. to 12 p.m.)', null],
    ['Maandag t/m vrijdag: 9.00 – 18.00 uur', 'Mo-Fr 09:00-18:00'],
    ['Du mardi au samedi : 12h00 – 14h30 et 19h00 – 22h30', 'Tu-Sa 12:00-14:30,19:00-22:30'],
    ['lunes a viernes de 9:00 a 20:00', 'Mo-Fr 09:00-20:00'],
    ['Mo–Fr 10:00–19:00 Uhr Sa 10:00–16:00 Uhr', 'Mo-Fr 10:00-19:00; Sa 10:00-16:00'],
    ['call any time', null],
    ['Mon, Tues 9?12:30pm, Wed closed', null],
  ])('%s is %s', (text, osm) => expect(osmOfText(text)).toBe(osm))
})

it('joins the lines of a table and takes the heading into the quote', () => {
  const { facts } = extractPage({
    html:
      '<h3>Opening hours</h3><table><tr><td>Monday<td>9am-5pm<tr><td>Tuesday - Friday<td>10am-6pm<tr>' +
      '<td>Saturday<td>Closed</table><p>Welcome',
    url: 'https://a.com',
  })
  const hours = facts.find((fact) => fact.kind === 'opening_hours')
  expect((hours?.value as OpeningHours | undefined)?.osm).toBe('Mo 09:00-17:00; Tu-Fr 10:00-18:00; Sa off')
  expect(hours?.quote.startsWith('Opening hours')).toBe(true)
})
