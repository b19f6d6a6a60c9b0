import { describe, expect, it } from 'vitest'
import { findSite } from './find-site.ts'

const columns = [
  { id: 'c1', name: 'Company', kind: 'text' },
  { id: 'c2', name: 'Website', kind: 'url' },
  { id: 'c3', name: 'Mail', kind: 'email' },
] as const

describe('findSite', () => {
  it('takes the address first and knows the name', () => {
    expect(findSite(columns, { c1: 'Acme', c2: 'https://acme.com', c3: 'a@other.com' })).toMatchObject({ url: 'https://acme.com', entity: { name: 'Acme' } })
  })
  it('takes a domain that stands in a text column', () => {
    expect(findSite(columns, { c1: 'acme.com' })?.url).toBe('https://acme.com')
  })
  it('takes the domain of a business e-mail, never of a free one', () => {
    expect(findSite(columns, { c1: 'Acme', c3: 'info@acme.com' })?.url).toBe('https://acme.com/')
    expect(findSite(columns, { c1: 'Acme', c3: 'acme@gmail.com' })).toBeNull()
  })
  it('a bare address is a site, a sentence is not', () => {
    expect(findSite(columns, { c2: 'http://168.215.203.60/' })?.url).toBe('http://168.215.203.60/')
    expect(findSite(columns, { c1: 'see acme.com for more' })).toBeNull()
  })
})
