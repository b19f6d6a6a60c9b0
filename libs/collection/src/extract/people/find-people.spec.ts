import type { Person } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { extractPage } from '../extract-page.ts'

const people = (body: string) =>
  extractPage({ html: body, url: 'https://acme.com/team' })
    .facts.filter((fact) => fact.kind === 'people')
    .map(({ value }) => [(value as Person).name, (value as Person).title])

describe('people', () => {
  it.each<[string, (string | null)[][]]>([
    ['<h3>Jane Doe</h3><p>Vice President</p>', [['Jane Doe', 'Vice President']]],
    ['<p><b>Debra S. Katz</b>, Partner</p>', [['Debra S. Katz', 'Partner']]],
    ['<p>Geschäftsführer: Stefan Müller</p>', [['Stefan Müller', 'Geschäftsführer']]],
    ['<p>Contact: Kelly Dolphin</p>', [['Kelly Dolphin', null]]],
    ['<table><tr><td>Carlos García<td>Director General</table>', [['Carlos García', 'Director General']]],
    ['<p>“Great work!” – Patrick O’Hara</p>', [['Patrick O’Hara', null]]],
    ['<p>Dr. Arthur Kian leads the team.</p>', [['Dr. Arthur Kian', null]]],
    [
      '<table><tr><th>Name<th>Position<tr><td>Anneke Visser<td>Associate<td>416-555-0114</table>',
      [['Anneke Visser', 'Associate']],
    ],
    ['<li><strong>Jonas Wendt</strong> – Augenoptiker', [['Jonas Wendt', 'Augenoptiker']]],
    ['<h3>Dra. Carmen Arroyo</h3><p>Directora médica', [['Dra. Carmen Arroyo', 'Directora médica']]],
    [
      '<p>Your hosts: Aoife and Declan Moriarty',
      [
        ['Declan Moriarty', null],
        ['Aoife Moriarty', null],
      ],
    ],
    ['<p>Marie-Claire van der Berg, Responsable</p>', [['Marie-Claire van der Berg', 'Responsable']]],
  ])('%s', (body, expected) => expect(people(body)).toEqual(expected))

  it.each([
    'Beverly Hills',
    'Ann Arbor',
    'Offices in Ann Barker, MI',
    'Software Developers',
    'Kind Regards',
    'San Luis Obispo',
    '493 Charles Street',
    'Paul Wilkinson Law Firm',
    'Contact Us',
    'Live Chat',
    'Austin Energy',
    'Summer Sale',
    'Martin Luther School',
    'Privacy Policy',
    'North Carolina',
    'Santa Barbara',
    'Main Menu',
    'Dell Ink',
    'P.O. Box 5',
    'Customer Service Manager',
  ])('%s is no person', (body) => expect(people(`<p>${body}</p>`)).toEqual([]))
})
