import { getDomain } from 'tldts'
import { share, type ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

/**
 * `example.com/about` → `https://example.com/about`. Null for what no browser would open. Never `javascript:` and
 * similar schemes.
 */
export function readUrl(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '' || /\s/.test(trimmed) || trimmed.length > 2048) return null
  const explicit = /^https?:\/\//i.test(trimmed)
  if (!explicit && /^[a-z][a-z\d+.-]*:(?!\d)/i.test(trimmed)) return null
  if (!explicit && (trimmed.includes('@') || getDomain(trimmed, { allowPrivateDomains: false }) === null)) return null
  const candidate = explicit ? trimmed : `https://${trimmed}`
  if (!URL.canParse(candidate)) return null
  const { hostname } = new URL(candidate)
  return hostname.includes('.') || hostname === 'localhost' || hostname.startsWith('[')
    ? explicit
      ? trimmed
      : candidate
    : null
}

/** Without scheme, `www.`, and a slash at the end of the path. `URL` writes the host in lower case. */
function keyOfUrl(text: string): string {
  const read = readUrl(text)
  if (read === null) return text.trim()
  const { host, pathname, search, hash } = new URL(read)
  return `${host.replace(/^www\./, '')}${pathname.replace(/(?<!\/)\/+$/, '')}${search}${hash}`
}

export const urlColumn: ColumnType = {
  kind: 'url',
  label: 'URL',
  parse(text) {
    if (text.trim() === '') return { ok: true, value: null }
    const value = readUrl(text)
    return value ? { ok: true, value } : { ok: false, reason: 'is not a web address such as https://example.com' }
  },
  format: formatAny,
  keyOf: keyOfUrl,
  guess: (samples) => share(samples, (text) => readUrl(text) !== null) * 0.96,
  sortAs: 'text',
}
