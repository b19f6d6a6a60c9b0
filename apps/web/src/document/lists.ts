export function sumOf<T>(list: readonly T[], of: (each: T, at: number) => number): number {
  return list.reduce((sum, each, at) => sum + of(each, at), 0)
}

export function chunks<T>(list: readonly T[], size: number): T[][] {
  const found: T[][] = []
  for (let at = 0; at < list.length; at += size) found.push(list.slice(at, at + size))
  return found
}
