/** A set of row ids as ranges (PostgreSQL’s `int8multirange` as text): a million neighbours are one pair. */
export type IdRanges = string & { readonly ranges: unique symbol }
export const NO_ROWS = '{}' as IdRanges

export function rangesOf(ids: readonly number[]): IdRanges {
  return `{${ids.map((id) => `[${id},${id}]`).join(',')}}` as IdRanges
}
