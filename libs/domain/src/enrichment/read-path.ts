/**
 * The value at a path such as `data.0.name` or `data[0].name`. An empty path gives the whole; a path to nothing gives
 * undefined. Reads own properties only.
 */
export function readPath(json: unknown, path: string): unknown {
  const keys = path
    .trim()
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((key) => key !== '' && key !== '$')
  return keys.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<string, unknown>)[key]
        : undefined,
    json,
  )
}
