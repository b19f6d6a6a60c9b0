import { findEmailAddresses, type Fact, joined } from '@enrichify/domain'
import type { TextUnit } from './lay-out-text.ts'

const PLACEHOLDER = new RegExp(
  joined`
    ^(?:
      you|your|yourname|name|email|user|username|someone|example|test|firstname|first\.last
      |john\.?doe|jane\.?doe|vorname
    )@
    |@(?:example|domain|yourdomain|email|company|yourcompany|mysite|site|sentry|test)\.
    (?:com|org|net|io|de|fr)$
    |@(?:sentry|wixpress|sentry-next)\b
  `,
  'i',
)
const MAX_EMAILS = 500

/**
 * E-mail facts of the visible text. The quote includes a label before the address when there is one. Placeholder
 * addresses are left out.
 */
export function findEmails(text: string, units: TextUnit[], ownHost: string): Fact<'email'>[] {
  const facts: Fact<'email'>[] = []
  for (const unit of units) {
    if (!/@|\bat\b|arroba|\[a\]|\(a\)|ät/i.test(unit.text) || unit.text.length > 20_000) continue
    let from = 0
    for (const found of findEmailAddresses(unit.text, ownHost)) {
      if (facts.length >= MAX_EMAILS) return facts
      const start = unit.start + contextStart(unit.text, from, found.start)
      const end = unit.start + found.end
      from = found.end
      if (isPlaceholder(found.email)) continue
      facts.push({
        kind: 'email',
        value: found.email,
        quote: text.slice(start, end),
        start,
        end,
        origin: 'pattern',
        weight: 0.8,
        group: null,
      })
    }
  }
  return facts
}

export function isPlaceholder(email: string): boolean {
  return PLACEHOLDER.test(email)
}

/** Up to sixty characters of the same clause before a place, from a word's start. */
export function contextStart(line: string, from: number, at: number): number {
  const floor = Math.max(from, at - 60)
  const stretch = line.slice(floor, at)
  const clause = Math.max(stretch.lastIndexOf('. '), stretch.lastIndexOf('| '), stretch.lastIndexOf('; '))
  if (clause >= 0) return floor + clause + 2
  if (floor === 0 || floor === from) return floor + (/^[\s,;|/&•·–-]*/.exec(stretch)?.[0].length ?? 0)
  const space = stretch.indexOf(' ')
  return space < 0 ? at : floor + space + 1
}

/** The address behind Cloudflare’s `data-cfemail` (hex, first byte the key). Null when it is not an address. */
export function decodeCloudflareEmail(code: string, ownHost: string): string | null {
  if (!/^(?:[\da-f]{2}){4,300}$/i.test(code)) return null
  const key = Number.parseInt(code.slice(0, 2), 16)
  let email = ''
  for (let at = 2; at < code.length; at += 2)
    email += String.fromCharCode(Number.parseInt(code.slice(at, at + 2), 16) ^ key)
  return findEmailAddresses(email, ownHost)[0]?.email ?? null
}
