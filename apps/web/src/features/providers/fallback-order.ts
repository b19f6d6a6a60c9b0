import type { Connection, ProviderKindJson } from '@enrichify/contracts'

export const KIND_WORDS = {
  llm: { title: 'Models', hint: 'Answer questions over a row’s own pages.' },
  search: { title: 'Search', hint: 'Find pages about a row.' },
  reader: { title: 'Page readers', hint: 'Read pages that block a direct visit.' },
  data: { title: 'Data', hint: 'Registers and directories that know facts.' },
} satisfies Record<ProviderKindJson, { title: string; hint: string }>
const KINDS = Object.keys(KIND_WORDS) as ProviderKindJson[]

/** Kinds that have something, each in the order in which it is asked. */
export function byKind<T extends { kind: ProviderKindJson }>(
  list: readonly T[],
  order: (a: T, b: T) => number = () => 0,
): { kind: ProviderKindJson; items: T[] }[] {
  return KINDS.map((kind) => ({ kind, items: list.filter((item) => item.kind === kind).sort(order) })).filter(
    ({ items }) => items.length > 0,
  )
}

export const inPlace = (a: Connection, b: Connection): number => a.place - b.place

/** The ids of one kind after one of them moved up (-1) or down (1); null: it is already at that end. */
export function movedIds(items: readonly { id: string }[], id: string, step: -1 | 1): string[] | null {
  const ids = items.map((item) => item.id)
  const from = ids.indexOf(id)
  const to = from + step
  if (from === -1 || to < 0 || to >= ids.length) return null
  ids.splice(from, 1)
  ids.splice(to, 0, id)
  return ids
}

/** The list as it will be: the named ids get new places. */
export function withOrder(connections: readonly Connection[], ids: readonly string[]): Connection[] {
  return connections.map((connection) =>
    ids.includes(connection.id) ? { ...connection, place: ids.indexOf(connection.id) + 1 } : connection,
  )
}
