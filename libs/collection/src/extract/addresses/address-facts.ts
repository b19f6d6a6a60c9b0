import type { Fact, FactKind } from '@enrichify/domain'

/** Returns what adds a fact of one address to `facts`. They share its quote. A value that is missing is no fact. */
export function addressFactAdder(
  facts: Fact[],
  address: { quote: string; start: number; end: number; weight: number; group: string },
): (kind: FactKind, value: string | null | undefined) => void {
  return (kind, value) => {
    if (value) facts.push({ kind, value, origin: 'pattern', ...address } as Fact)
  }
}
