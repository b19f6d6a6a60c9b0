import type { LedgerCall } from '@enrichify/contracts'
import { money } from '../../ui/format.ts'

/** What the ledger's states mean for money. */
export const CALL_STATE_WORDS = {
  reserved: { label: 'reserved', hint: 'Money is reserved; nothing was sent yet.' },
  dispatched: { label: 'under way', hint: 'Sent; waiting for the answer.' },
  settled: { label: 'paid', hint: 'Answered, and charged by the service.' },
  released: { label: 'not charged', hint: 'It failed before anything was charged.' },
  uncertain: {
    label: 'uncertain',
    hint: 'Sent, but the answer never arrived in full: it is not known whether it was charged.',
  },
  cached: { label: 'from cache', hint: 'The same question had been answered before; nothing was sent.' },
} satisfies Record<LedgerCall['state'], { label: string; hint: string }>

export function callAmount({
  state,
  costMicros,
  reservedMicros,
  practice,
}: Pick<LedgerCall, 'state' | 'costMicros' | 'reservedMicros' | 'practice'>): string {
  if (practice) return 'practice'
  if (state === 'settled') return money(costMicros)
  if (state === 'released' || state === 'cached') return money(0)
  return `up to ${money(reservedMicros)}`
}

const PURPOSE_WORDS: Record<string, string> = {
  extract: 'Question',
  chat: 'Chat',
  agent: 'Agents',
  search: 'Search',
  data: 'Data service',
  request: 'Request',
  lookup: 'Request',
  test: 'Test of the connection',
}

/** What the call was for, with its webset and row if it had one. */
export function callTarget({
  websetName,
  rowId,
  purpose,
}: Pick<LedgerCall, 'websetName' | 'rowId' | 'purpose'>): string {
  return [PURPOSE_WORDS[purpose] ?? 'Call', websetName, rowId !== null && `row ${rowId}`].filter(Boolean).join(' · ')
}
