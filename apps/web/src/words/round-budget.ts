const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
const CENT = 10_000

/** A round amount at or above a price, in whole cents: what a run may cost at most, unless someone says otherwise. */
export function roundBudget(micros: number): number {
  if (micros <= CENT) return CENT
  const power = 10 ** Math.floor(Math.log10(micros))
  const lead = Number((micros / power).toPrecision(12))
  const step = STEPS.find((candidate) => candidate >= lead) ?? 10
  return Math.ceil((step * power) / CENT) * CENT
}
