import { describe, expect, it } from 'vitest'
import { choosePromisingLinks, pageKey } from './promising-links.ts'

const link = (url: string, text = '') => ({ url, text, rel: '' })
const choose = (links: { url: string; text: string; rel: string }[], budget = 8) =>
  choosePromisingLinks(
    { url: 'https://www.acme.com/', links },
    { wanted: ['phone', 'people', 'opening_hours'], budget },
  )

describe('choosePromisingLinks', () => {
  it('puts contact, team and locations before the rest, in many languages', () => {
    const chosen = choose(
      [
        link('https://www.acme.com/products/anvil', 'Anvil'),
        link('https://www.acme.com/equipe', 'Notre équipe'),
        link('https://www.acme.com/kontakt', 'Kontakt'),
        link('https://www.acme.com/p?id=7', 'Standorte'),
      ],
      3,
    )
    expect(chosen).toEqual([
      'https://www.acme.com/kontakt',
      'https://www.acme.com/equipe',
      'https://www.acme.com/p?id=7',
    ])
  })

  it('takes each page once', () => {
    const chosen = choose([
      link('http://acme.com/contact/', 'Contact'),
      link('https://www.acme.com/contact#map', 'Find us'),
      link('https://www.acme.com/contact/index.html'),
      link('https://www.acme.com/de/contact', 'Kontakt'),
      link('https://www.acme.com/?sid=1'),
    ])
    expect(chosen).toHaveLength(1)
  })

  it('leaves other sites, files and actions alone', () => {
    expect(
      choose([
        link('https://facebook.com/contact'),
        link('https://www.acme.com/contact.pdf', 'Contact'),
        link('https://www.acme.com/logout', 'Contact log out'),
        link('https://www.acme.com/wp-login.php'),
      ]),
    ).toEqual([])
  })

  it('leaves room for other topics and out what was read', () => {
    const staff = Array.from({ length: 20 }, (_, index) =>
      link(`https://www.acme.com/our-team/meet-our-team-${index}`, 'Our team'),
    )
    const chosen = choose([...staff, link('https://www.acme.com/hours', 'Opening hours')], 4)
    expect(chosen).toContain('https://www.acme.com/hours')
    expect(
      choosePromisingLinks(
        { url: 'https://www.acme.com/', links: staff.slice(0, 1) },
        { wanted: ['people'], budget: 2, visited: [staff[0]?.url ?? ''] },
      ),
    ).toEqual([])
  })

  it('does not close a topic for dead links', () => {
    const links = [
      link('https://www.acme.com/our-team/meet-our-team-7', 'Our team'),
      link('https://www.acme.com/products', 'Products'),
    ]
    const visited = [
      'https://www.acme.com/our-team',
      'https://www.acme.com/meet-our-team',
      'https://www.acme.com/our-staff',
    ]
    const dead = choosePromisingLinks(
      { url: 'https://www.acme.com/', links },
      { wanted: ['people'], budget: 1, visited },
    )
    const read = choosePromisingLinks(
      [{ url: 'https://www.acme.com/', links }, ...visited.map((url) => ({ url, links: [] }))],
      { wanted: ['people'], budget: 1, visited },
    )
    expect([dead, read]).toEqual([['https://www.acme.com/our-team/meet-our-team-7'], ['https://www.acme.com/products']])
  })

  it('gives one key to the ways of writing one address', () => {
    expect(
      new Set(
        ['http://a.com', 'https://www.a.com/', 'https://a.com/index.php?utm_source=x', 'https://a.com/#top'].map(
          pageKey,
        ),
      ).size,
    ).toBe(1)
    expect(pageKey('nonsense')).toBeNull()
  })
})
