import type { Fact, FactKind } from '@enrichify/domain'

/** Adds the facts of one address to `facts`. They share its quote. A value that is missing is no fact. */
export function addressFacts(
  facts: Fact[],
  address: { quote: string; start: number; end: number; weight: number; group: string },
): (kind: FactKind, value: string | null | undefined) => void {
  return (kind, value) => {
    if (value) facts.push({ kind, value, origin: 'pattern', ...address } as Fact)
  }
}
