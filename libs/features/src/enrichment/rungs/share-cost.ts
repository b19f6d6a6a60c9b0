/** A call's price divided over its cells, exact to one millionth. */
export function shareCost(micros: number, parts: number): number[] {
  const each = Math.floor(micros / parts)
  return Array.from({ length: parts }, (_, index) => each + (index < micros - each * parts ? 1 : 0))
}
