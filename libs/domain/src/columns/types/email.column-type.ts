import { joined } from '../../text/long-text.ts'
import { share, type ColumnType } from '../column-type.ts'
import { formatAny } from '../format-any.ts'

const LABEL = joined`[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?`
const ADDRESS = new RegExp(joined`^([^\s@<>()[\]\\,;:"]{1,64})@(${LABEL}(?:\.${LABEL})+)$`, 'u')

/**
 * The form that mail servers accept in practice: a dot-atom, an at sign, a host with a dot. Returns the address
 * trimmed, with the host in lower case.
 */
export function readEmail(text: string): string | null {
  const trimmed = text.trim().replace(/^mailto:/i, '')
  if (trimmed.length > 254) return null
  const match = ADDRESS.exec(trimmed)
  if (!match || match[1]!.startsWith('.') || match[1]!.endsWith('.') || match[1]!.includes('..')) return null
  return `${match[1]}@${match[2]!.toLowerCase()}`
}

export const emailColumn: ColumnType = {
  kind: 'email',
  label: 'E-mail',
  parse(text) {
    if (text.trim() === '') return { ok: true, value: null }
    const value = readEmail(text)
    return value ? { ok: true, value } : { ok: false, reason: 'is not an e-mail address such as name@example.com' }
  },
  format: formatAny,
  // Hosts may tell capitals in the local part apart. In practice none does, and two rows for one person are worse.
  keyOf: (text) => (readEmail(text) ?? text.trim()).toLowerCase(),
  guess: (samples) => share(samples, (text) => readEmail(text) !== null) * 0.98,
  sortAs: 'text',
}
