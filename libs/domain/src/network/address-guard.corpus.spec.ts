import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkUrl, isPublicAddress } from './address-guard.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data')
const file = resolve(corpora, 'payloads/ssrf-urls.json')
const present = existsSync(file)

// Public names whose danger is what they resolve or redirect to. The connection and the redirect are refused, not the
// URL.
const decidedLater = [
  '307.r3dir.me',
  '62epax5fhvj3zzmzigyoe5ipkbn7fysllvges3a.302.r3dir.me',
  '169.254.169.254.nip.io',
  'nicob.net',
  'example.com',
  'www.googleapis.com',
]

describe.skipIf(!present)(`SSRF corpus${present ? '' : ` (skipped: ${file} is absent, set CORPORA_DIR)`}`, () => {
  const urls = present ? (JSON.parse(readFileSync(file, 'utf8')) as { url: string }[]).map((entry) => entry.url) : []

  it('lets no URL through that names a local host or address', () => {
    const passed = urls.filter((url) => {
      const check = checkUrl(url)
      return check.ok && !decidedLater.includes(check.url.hostname)
    })
    expect(passed).toEqual([])
  })

  it('never calls a literal address public that is not', () => {
    for (const url of urls) {
      const check = checkUrl(url)
      if (check.ok && /^[\d.]+$|:/.test(check.url.hostname))
        expect(isPublicAddress(check.url.hostname.replace(/^\[|\]$/g, ''))).toBe(true)
    }
  })
})
