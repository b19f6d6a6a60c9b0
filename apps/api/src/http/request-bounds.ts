import type { z } from 'zod'
import { InvalidRequest } from './invalid-request.ts'

/** Of a JSON body. */
export const MOST_MEGABYTES = 6
/** No request of ours has more than ten levels; a model's tool may have some more. */
const DEEPEST = 100

/**
 * PostgreSQL can store neither NUL nor half of a surrogate pair. Both are removed once, where text comes in.
 * @throws InvalidRequest when it is nested so deeply that the stack could end
 */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (value === null || typeof value !== 'object') return value
  if (depth === DEEPEST)
    throw new InvalidRequest([{ path: 'body', message: `It is nested more than ${DEEPEST} levels deep` }])
  if (Array.isArray(value)) return value.map((part) => storable(part, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [storable(key) as string, storable(part, depth + 1)]),
  )
}

/** What we read of a schema, whatever its type is. */
interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  innerType?: z.ZodType
  in?: z.ZodType
  left?: z.ZodType
  right?: z.ZodType
  options?: readonly z.ZodType[]
  discriminator?: string
  values?: readonly unknown[]
  checks?: readonly { _zod: { def: { check: string; maximum?: number } } }[]
}

const defOf = (schema: z.ZodType | undefined): Partial<Def> => (schema?.def ?? {}) as Partial<Def>

/**
 * The path of a list that is longer than its schema allows, with the most that it may have. The library would read each
 * of its items first, and write down what is wrong with it. Of a choice of shapes, the one that is named is looked at.
 */
export function longList(
  schema: z.ZodType,
  value: unknown,
  path: readonly string[] = [],
): { path: readonly string[]; most: number } | null {
  const def = defOf(schema)
  const inner = def.innerType ?? def.in
  if (inner) return longList(inner, value, path)
  if (def.left && def.right) return longList(def.left, value, path) ?? longList(def.right, value, path)
  if (def.element && Array.isArray(value)) {
    const most = Math.min(...(def.checks ?? []).map(({ _zod }) => _zod.def.maximum ?? Infinity))
    if (value.length > most) return { path, most }
    return firstOf(value.keys(), (at) => longList(def.element!, value[at], [...path, String(at)]))
  }
  if (value === null || typeof value !== 'object') return null
  const fields = value as Record<string, unknown>
  const { discriminator: kind } = def
  if (kind !== undefined && def.options) {
    const chosen = def.options.find((option) => defOf(defOf(option).shape?.[kind]).values?.includes(fields[kind]))
    return chosen ? longList(chosen, value, path) : null
  }
  return firstOf(Object.entries(def.shape ?? {}), ([name, part]) => longList(part, fields[name], [...path, name]))
}

function firstOf<T, R>(items: Iterable<T>, find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}
