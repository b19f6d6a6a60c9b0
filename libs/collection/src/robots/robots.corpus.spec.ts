import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isAllowed, robotsPath } from './is-allowed.ts'
import { escapePattern, parseRobots, productToken } from './parse-robots.ts'

interface Cases {
  allowed: { test: string; robotstxt: string; user_agent: string; url: string; allowed: boolean }[]
  valid_user_agent: { ua: string; valid: boolean }[]
  path_params_query: { url: string; expected: string }[]
  escape_pattern: { in: string; out: string }[]
}

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data')
const file = resolve(corpora, 'robotstxt-google/cases.json')
const present = existsSync(file)

describe.skipIf(!present)(
  `Google's robots.txt cases${present ? '' : ` (skipped: ${file} is absent, set CORPORA_DIR)`}`,
  () => {
    const cases: Cases = present
      ? (JSON.parse(readFileSync(file, 'utf8')) as Cases)
      : { allowed: [], valid_user_agent: [], path_params_query: [], escape_pattern: [] }

    it(`agrees on all ${cases.allowed.length}`, () => {
      const wrong = cases.allowed.filter((c) => isAllowed(parseRobots(c.robotstxt), c.user_agent, c.url) !== c.allowed)
      expect(wrong).toEqual([])
    })

    it('knows a product token', () => {
      for (const { ua, valid } of cases.valid_user_agent)
        expect([ua, ua !== '' && productToken(ua) === ua.toLowerCase()]).toEqual([ua, valid])
    })

    it('cuts the path out of a URL', () => {
      for (const { url, expected } of cases.path_params_query) expect([url, robotsPath(url)]).toEqual([url, expected])
    })

    it('escapes as the reference does', () => {
      for (const { in: text, out } of cases.escape_pattern) expect(escapePattern(text)).toBe(out)
    })
  },
)
