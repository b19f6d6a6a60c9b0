/** A call's price over its cells, to the last millionth. */
export function shareCost(micros: number, parts: number): number[] {
  const each = Math.floor(micros / parts)
  return Array.from({ length: parts }, (_, index) => each + (index < micros - each * parts ? 1 : 0))
}
