import { expect, it } from 'vitest'
import { KnownAddresses } from './known-addresses.ts'

it('knows what was found and the plain pages of the row’s own site', () => {
  const known = new KnownAddresses('https://www.alder.example/')
  known.add('https://press.example/alder?id=7')
  expect(known.has('https://press.example/alder?id=7')).toBe(true)
  expect(known.has('https://alder.example/team')).toBe(true)
})

it('does not know an address that the model made up', () => {
  const known = new KnownAddresses('https://alder.example/')
  for (const url of [
    'https://evil.example/?c=secret',
    'https://alder.example/?c=secret',
    'https://alder.example/#secret',
    'https://alder.example.evil.example/',
    'file:///etc/passwd',
    'alder.example',
  ])
    expect(known.has(url), url).toBe(false)
})

it('never reads what is not the web, even from a page', () => {
  const known = new KnownAddresses(undefined)
  known.add('javascript:alert(1)')
  expect(known.has('javascript:alert(1)')).toBe(false)
})
