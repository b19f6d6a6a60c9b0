import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkUrl, isAddressAllowed, isPublicAddress, parseAllowedHosts } from './address-guard.ts'

const refused = [
  ['loopback', '127.0.0.1'],
  ['loopback v6', '::1'],
  ['unspecified', '0.0.0.0'],
  ['unspecified v6', '::'],
  ['private', '10.1.2.3'],
  ['private', '172.31.255.255'],
  ['private', '192.168.0.1'],
  ['link-local', '169.254.169.254'],
  ['CGNAT', '100.100.100.200'],
  ['Azure wire server', '168.63.129.16'],
  ['Oracle metadata', '192.0.0.192'],
  ['documentation', '203.0.113.9'],
  ['benchmarking', '198.19.0.1'],
  ['multicast', '224.0.0.251'],
  ['broadcast', '255.255.255.255'],
  ['v4-mapped', '::ffff:8.8.8.8'],
  ['v4-compatible', '::a9fe:a9fe'],
  ['NAT64', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['6to4', '2002:7f00:1::'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['unique local', 'fd00:ec2::254'],
  ['site-local', 'fec0::1'],
  ['link-local v6', 'fe80::1'],
  ['zone', 'fe80::1%eth0'],
  ['multicast v6', 'ff02::1'],
  ['documentation v6', '2001:db8::1'],
  ['documentation v6', '3fff::1'],
  ['short form', '127.1'],
  ['text', 'example.com'],
  ['empty', ''],
] as const

describe('isPublicAddress', () => {
  it.each(refused)('refuses %s %s', (_, ip) => expect(isPublicAddress(ip)).toBe(false))
  it.each([
    '8.8.8.8',
    '93.184.216.34',
    '100.63.255.255',
    '168.63.129.17',
    '2606:4700::6810:84e5',
    '2a00:1450:4001:82a::200e',
    '2001:200::1',
  ])('takes %s', (ip) => expect(isPublicAddress(ip)).toBe(true))
})

describe('checkUrl', () => {
  it.each([
    ['http://2130706433/', 'address'],
    ['http://0x7f.1/', 'address'],
    ['http://0177.0.0.1/', 'address'],
    ['http://127.1/', 'address'],
    ['http://１２７.０.０.１/', 'address'],
    ['http://127。0。0。1/', 'address'],
    ['http://127.0.0.1./', 'address'],
    ['http://[::ffff:169.254.169.254]/', 'address'],
    ['http://[::a9fe:a9fe]/', 'address'],
    ['http://localhost./', 'host'],
    ['http://LOCALHOST/', 'host'],
    ['http://a.localhost/', 'host'],
    ['http://metadata.google.internal/', 'host'],
    ['http://redis/', 'host'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://example.com/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['http://user:secret@example.com/', 'credentials'],
    ['http://example.com:6379/', 'port'],
    ['http://example.com:25/', 'port'],
    ['http://', 'not_a_url'],
    ['//example.com', 'not_a_url'],
  ])('refuses %s: %s', (url, reason) => expect(checkUrl(url)).toEqual({ ok: false, reason }))

  it.each([
    'http://example.com/',
    'https://bücher.example/',
    'http://8.8.8.8/',
    'https://example.com:8443/',
    'http://example.com./',
  ])('takes %s', (url) => expect(checkUrl(url).ok).toBe(true))

  it('refuses every spelling of a loopback address', () => {
    const part = fc.integer({ min: 0, max: 255 })
    const spell = (n: number, how: number) =>
      how === 0 ? `${n}` : how === 1 ? `0x${n.toString(16)}` : `0${n.toString(8)}`
    fc.assert(
      fc.property(
        part,
        part,
        part,
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 4, maxLength: 4 }),
        (b, c, d, how) => {
          const host = [127, b, c, d].map((n, i) => spell(n, how[i] ?? 0)).join('.')
          expect(checkUrl(`http://${host}/`)).toEqual({ ok: false, reason: 'address' })
        },
      ),
    )
  })
})

describe('allowed hosts', () => {
  const allowed = parseAllowedHosts([
    '127.0.0.1:8080',
    'intranet.example',
    '10.0.0.0/8',
    '[::1]:9000',
    'localhost:3000',
  ])

  it('lets through what the operator named, and only at that port', () => {
    expect(checkUrl('http://127.0.0.1:8080/', allowed).ok).toBe(true)
    expect(checkUrl('http://127.0.0.1:8081/', allowed).ok).toBe(false)
    expect(checkUrl('http://[::1]:9000/', allowed).ok).toBe(true)
    expect(checkUrl('http://localhost:3000/', allowed).ok).toBe(true)
    expect(checkUrl('http://10.9.8.7:6379/', allowed).ok).toBe(true)
  })

  it('binds a listed name to whatever it resolves to, other names only to listed addresses', () => {
    expect(isAddressAllowed('192.168.1.1', 'intranet.example', 80, allowed)).toBe(true)
    expect(isAddressAllowed('192.168.1.1', 'evil.example', 80, allowed)).toBe(false)
    expect(isAddressAllowed('127.0.0.1', 'evil.example', 8080, allowed)).toBe(true)
    expect(isAddressAllowed('127.0.0.1', 'evil.example', 8081, allowed)).toBe(false)
  })

  it.each(['http://x', 'a b', '10.0.0.0/99', ''])('names a malformed entry: %s', (entry) =>
    expect(() => parseAllowedHosts([entry])).toThrow(/Not a/),
  )
})
