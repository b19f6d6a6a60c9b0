import { describe, expect, it } from 'vitest'
import { findEntity, findSite, marksSite } from './find-site.ts'

const columns = [
  { id: 'c1', name: 'Company', kind: 'text' },
  { id: 'c2', name: 'Website', kind: 'url' },
  { id: 'c3', name: 'Mail', kind: 'email' },
] as const

describe('findSite', () => {
  it('takes the address first and knows the name', () => {
    expect(findSite(columns, { c1: 'Acme', c2: 'https://acme.com', c3: 'a@other.com' })).toMatchObject({
      url: 'https://acme.com',
      entity: { name: 'Acme' },
    })
  })
  it('takes a domain in a text column', () => {
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

describe('findEntity', () => {
  it('knows who a row is that names no site', () => {
    expect(findEntity(columns, { c1: 'Acme' })).toEqual({ email: null, name: 'Acme' })
    expect(findEntity(columns, { c3: 'jo@gmail.com' })).toEqual({ email: null, name: null })
    expect(findSite(columns, { c1: 'Acme' })).toBeNull()
  })
  it('a name, an address and a mail say who it is; other columns do not', () => {
    expect(
      [
        { id: 'c1', name: 'Company', kind: 'text' as const },
        { id: 'c2', name: 'X', kind: 'url' as const },
        { id: 'c4', name: 'Notes', kind: 'text' as const },
      ].map((column) => marksSite({ ...column, enrichment: null })),
    ).toEqual([true, true, false])
    expect(marksSite({ id: 'c2', name: 'Website', kind: 'url', enrichment: {} })).toBe(false)
  })
})
