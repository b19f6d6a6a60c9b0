/** The value at a path such as `data.0.name` or `data[0].name`; the whole for an empty path, undefined where there is nothing. Own properties only. */
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
