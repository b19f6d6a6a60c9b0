import * as contracts from '@enrichify/contracts'
import * as domain from '@enrichify/domain'
import { z } from 'zod'
import { DESCRIPTIONS } from './descriptions.ts'

export type Schema = Record<string, unknown>
type Side = 'input' | 'output'

/** Lists of values that many schemas share: each becomes one component, and clients get one type for it. */
const LISTS: Record<string, readonly string[]> = {
  AgentRole: domain.AGENT_ROLES,
  CallState: contracts.CALL_STATES,
  CellState: domain.CELL_STATES,
  ColumnKind: domain.COLUMN_KINDS,
  DataFact: domain.DATA_FACTS,
  EmptyReason: domain.EMPTY_REASONS,
  ExportFormat: contracts.EXPORT_FORMATS,
  FactKind: domain.FACT_KINDS,
  Permission: domain.PERMISSIONS,
  ProviderFailure: domain.PROVIDER_FAILURES,
  Role: domain.ROLES,
  RungKind: domain.RUNG_KINDS,
  RunMode: domain.RUN_MODES,
  RunPriority: domain.RUN_PRIORITIES,
  RunState: domain.RUN_STATES,
  TokenScope: domain.TOKEN_SCOPES,
  TraceKind: domain.TRACE_KINDS,
  TraceOutcome: domain.TRACE_OUTCOMES,
}
const LIST_NAMES = new Map(Object.entries(LISTS).map(([name, values]) => [values.join(), name]))

const PLACE = '#/components/schemas/'
const refTo = (name: string): string => PLACE + name

/** The schemas of a document: shared ones are named once and referred to; others are written where they are used. */
export interface DocumentSchemas {
  request(schema: z.ZodType): Schema
  /** Of an object that is sent in parts, as parameters are. */
  requestParts(schema: z.ZodType): { properties?: Record<string, Schema>; required?: string[] }
  answer(schema: z.ZodType): Schema
  /** The components that the schemas asked for so far refer to, by name. */
  components(): Record<string, Schema>
}

/**
 * The contract's exported schemas become components, named by their `id`, else by the name of the export. A schema that
 * is sent in another shape than it comes back (defaults may be left out) has two; the one to send ends in `Input`.
 */
export function describeSchemas(parts: readonly z.ZodType[]): DocumentSchemas {
  const names = new Map<z.ZodType, string>()
  for (const [name, value] of Object.entries(contracts as Record<string, unknown>))
    if (value instanceof z.ZodType)
      names.set(value, z.globalRegistry.get(value)?.id ?? name[0]!.toUpperCase() + name.slice(1))
  const registry = z.registry<{ id: string }>()
  for (const [schema, id] of names) registry.add(schema, { id })
  for (const [index, part] of parts.entries()) if (!registry.has(part)) registry.add(part, { id: `part ${index}` })

  const sides = { input: convert(registry, 'input'), output: convert(registry, 'output') }
  const differing = findDiffering(sides)
  const used: Record<Side, Set<string>> = { input: new Set(), output: new Set() }

  const follow = (side: Side, schema: Schema): void => {
    for (const name of refsOf(schema))
      if (!used[side].has(name)) {
        used[side].add(name)
        if (!(name in LISTS)) follow(side, sides[side][name]!)
      }
  }
  const nameOf = (side: Side, name: string): string => (side === 'input' && differing.has(name) ? `${name}Input` : name)
  const rename = (side: Side, schema: Schema): Schema =>
    walk(schema, (node) =>
      typeof node.$ref === 'string' ? { ...node, $ref: refTo(nameOf(side, node.$ref.slice(PLACE.length))) } : node,
    )
  const use = (side: Side, schema: z.ZodType, inline = false): Schema => {
    const name = names.get(schema)
    const found = name && !inline ? { $ref: refTo(name) } : sides[side][registry.get(schema)!.id]!
    follow(side, found)
    return rename(side, found)
  }
  return {
    request: (schema) => use('input', schema),
    requestParts: (schema) => use('input', schema, true),
    answer: (schema) => use('output', schema),
    components: () => {
      const all: Record<string, Schema> = {}
      for (const side of ['output', 'input'] as const)
        for (const name of used[side])
          all[nameOf(side, name)] = explain(
            name,
            name in LISTS ? { type: 'string', enum: LISTS[name] } : rename(side, sides[side][name]!),
          )
      return Object.fromEntries(Object.entries(all).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    },
  }
}

/** Adds what is said of a component and of its members. */
function explain(name: string, schema: Schema): Schema {
  const { about, ...members } = DESCRIPTIONS[name] ?? {}
  const properties = isRecord(schema.properties) ? { ...schema.properties } : undefined
  for (const [member, description] of Object.entries(members))
    if (properties && isRecord(properties[member])) properties[member] = { ...properties[member], description }
  return { ...(about ? { description: about } : {}), ...schema, ...(properties ? { properties } : {}) }
}

function convert(registry: z.core.$ZodRegistry<{ id: string }>, io: Side): Record<string, Schema> {
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: refTo,
    unrepresentable: 'any',
    target: 'draft-2020-12',
    override: ({ zodSchema, jsonSchema }) => {
      // A switch in an address is text (`true`, `1`, `on` …): what clients send for a boolean is one of its words.
      const { def } = zodSchema._zod
      if (def.type === 'pipe' && def.out._zod.def.type === 'boolean') jsonSchema.type = 'boolean'
    },
  })
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, walk(schema as Schema, tidy)]))
}

/** Names whose two sides are not alike, in themselves or in what they refer to. */
function findDiffering(sides: Record<Side, Record<string, Schema>>): Set<string> {
  const names = Object.keys(sides.input)
  const differing = new Set(
    names.filter((name) => JSON.stringify(sides.input[name]) !== JSON.stringify(sides.output[name])),
  )
  for (let size = -1; size !== differing.size;) {
    size = differing.size
    for (const name of names) if (refsOf(sides.input[name]!).some((ref) => differing.has(ref))) differing.add(name)
  }
  return differing
}

function refsOf(schema: Schema): string[] {
  const found: string[] = []
  walk(schema, (node) => {
    if (typeof node.$ref === 'string') found.push(node.$ref.slice(PLACE.length))
    return node
  })
  return found
}

/** A copy in which each schema went through `change`, inner ones first; maps of members and values are none. */
function walk(schema: Schema, change: (node: Schema) => Schema): Schema {
  const inside = (part: unknown): unknown =>
    Array.isArray(part) ? part.map(inside) : isRecord(part) ? walk(part, change) : part
  const copy = Object.entries(schema).map(([key, part]): [string, unknown] => {
    if (['default', 'const', 'enum', 'examples'].includes(key)) return [key, part]
    if (key === 'properties' && isRecord(part))
      return [key, Object.fromEntries(Object.entries(part).map(([name, property]) => [name, inside(property)]))]
    return [key, inside(part)]
  })
  return change(Object.fromEntries(copy))
}

function tidy(node: Schema): Schema {
  const { $schema: _dialect, $id: _address, id: _name, ...schema } = node
  if (Array.isArray(schema.enum)) {
    const { type: _type, enum: values, ...rest } = schema
    const name = LIST_NAMES.get((values as unknown[]).join())
    if (name) return { $ref: refTo(name), ...rest }
  }
  // The format says it already, and a page of pattern tells no reader more.
  if (schema.format) delete schema.pattern
  // Answers may grow: a client must not fail over a member that it does not know.
  if (schema.additionalProperties === false) delete schema.additionalProperties
  // The bounds of a number in JavaScript bound no client.
  if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum
  if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum
  if (schema.type === 'object' && isRecord(schema.properties)) explainMoney(schema.properties)
  return schema
}

/** Every amount of the API has the same unit, and its name ends alike. */
function explainMoney(properties: Schema): void {
  for (const [name, schema] of Object.entries(properties))
    if (/(?:^m|M)icros$/.test(name) && isRecord(schema) && !schema.description)
      properties[name] = { ...schema, description: 'Millionths of a US dollar.' }
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
