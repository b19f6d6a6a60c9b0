import { expect, it } from 'vitest'
import { dataRequestOf } from './data-request.ts'

const cells = [
  { name: 'Company', kind: 'text' as const, text: 'Acme' },
  { name: 'Land', kind: 'text' as const, text: 'de' },
  { name: 'PLZ', kind: 'text' as const, text: '80331' },
  { name: 'Mail', kind: 'email' as const, text: 'jo@acme.com' },
  { name: 'Last name', kind: 'text' as const, text: 'Byron' },
  { name: 'First name', kind: 'text' as const, text: '' },
]
const site = { url: 'https://www.shop.acme.co.uk/x', entity: { name: 'Acme', email: null } }

it('says what is known of the row, by names and types of its columns', () => {
  expect(dataRequestOf(['company.phone'], cells, site, site.entity)).toEqual({
    facts: ['company.phone'],
    name: 'Acme',
    domain: 'acme.co.uk',
    postalCode: '80331',
    country: 'DE',
    email: 'jo@acme.com',
  })
})
it('names a person only when a person is asked for', () => {
  expect(dataRequestOf(['person.email'], cells, null, { name: 'Acme' })).toMatchObject({ person: { last: 'Byron' } })
})
it('leaves out a country that is no code, and all that is empty', () => {
  expect(dataRequestOf(['company.city'], [{ name: 'Country', kind: 'text', text: 'Germany' }], null, {})).toEqual({
    facts: ['company.city'],
  })
})
