import { expect, it } from 'vitest'
import { fillAddress, fixedOrigin } from './request-address.ts'

it.each([
  ['https://api.example.com/{c1}', 'https://api.example.com'],
  ['http://api.example.com:8080?q={c1}', 'http://api.example.com:8080'],
  ['https://API.example.com', 'https://api.example.com'],
  ['https://[::1]:99/{c1}', 'https://[::1]:99'],
])('%s goes to one host', (template, origin) => {
  expect(fixedOrigin(template)).toBe(origin)
})

it.each([
  'https://{c1}/',
  'https:///{c1}/',
  'http:////{c1}/',
  'http://\t/{c1}/',
  'http:\\\\{c1}/',
  'http:/{c1}',
  'https://api.example.com{c1}/',
  'https://api.example.com:{c1}/',
  'https://user@api.example.com/',
  'https://user:{c1}@api.example.com/',
  'https://api.example.com\\@{c1}/',
  'ftp://api.example.com/',
  '{c1}',
])('%j has no fixed host', (template) => {
  expect(fixedOrigin(template)).toBeNull()
  expect(fillAddress(template, () => 'attacker.example')).toBeNull()
})

it('fills the address of one row and encodes its values', () => {
  expect(fillAddress('https://api.example.com/{c1}?q={c2}', (id) => (id === 'c1' ? '//x.example' : 'a&b'))).toBe(
    'https://api.example.com/%2F%2Fx.example?q=a%26b',
  )
})

it.each([
  ['https://api.example.com/v1/{c1}/info', '..'],
  ['https://api.example.com/v1/{c1}', '.'],
  ['https://api.example.com/v1\\{c1}', '..'],
  ['https://api.example.com/v1/.{c1}?a=b', '.'],
  ['https://api.example.com/v1/%2E{c1}#part', '.'],
])('%s is not left through a cell with %s', (template, cell) => {
  expect(fillAddress(template, () => cell)).toBeNull()
})

it.each([
  ['https://api.example.com/v1/{c1}/info', '...', 'https://api.example.com/v1/.../info'],
  ['https://api.example.com/v1/{c1}', '../admin', 'https://api.example.com/v1/..%2Fadmin'],
  ['https://api.example.com/v1/{c1}', '%2e%2e', 'https://api.example.com/v1/%252e%252e'],
  ['https://api.example.com/v1/../{c1}', 'acme.com', 'https://api.example.com/v1/../acme.com'],
  ['https://api.example.com/v1?of={c1}', '..', 'https://api.example.com/v1?of=..'],
])('%s takes %s', (template, cell, address) => {
  expect(fillAddress(template, () => cell)).toBe(address)
})
