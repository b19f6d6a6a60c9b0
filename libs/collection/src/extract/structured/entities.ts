import { isRecord } from './is-record.ts'
import type { MicrodataItem } from './read-microdata.ts'

/**
 * A thing of schema.org (or a related vocabulary) in either encoding. Names are without their vocabulary:
 * `telephone`.
 */
export interface Entity {
  types: string[]
  properties: Record<string, (string | Entity)[]>
  origin: 'json-ld' | 'microdata'
  /** `json-ld[0].address` */
  path: string
}

const MAX_DEPTH = 16
const MAX_ENTITIES = 3_000
const localName = (iri: string) =>
  iri.slice(Math.max(iri.lastIndexOf('/'), iri.lastIndexOf('#'), iri.startsWith('http') ? 0 : iri.lastIndexOf(':')) + 1)

/** JSON-LD values as entities, with `@graph` opened and `@id` references followed within the page. */
export function entitiesOfJsonLd(blocks: unknown[]): Entity[] {
  const byId = new Map<string, Record<string, unknown>>()
  const roots: [unknown, string][] = []
  for (const [index, block] of blocks.entries()) {
    const graph = isRecord(block) && Array.isArray(block['@graph']) ? (block['@graph'] as unknown[]) : null
    if (graph) for (const [place, each] of graph.entries()) roots.push([each, `json-ld[${index}].@graph[${place}]`])
    if (!graph || (isRecord(block) && block['@type'])) roots.push([block, `json-ld[${index}]`])
  }
  for (const [root] of roots)
    if (isRecord(root) && typeof root['@id'] === 'string' && Object.keys(root).length > 1) byId.set(root['@id'], root)
  const budget = { left: MAX_ENTITIES }
  return roots.flatMap(([root, path]) => {
    const entity = isRecord(root) ? fromJson(root, path, byId, [], budget) : null
    return entity ? [entity] : []
  })
}

function fromJson(
  node: Record<string, unknown>,
  path: string,
  byId: Map<string, Record<string, unknown>>,
  above: unknown[],
  budget: { left: number },
): Entity | null {
  if (above.length > MAX_DEPTH || above.includes(node) || (budget.left -= 1) < 0) return null
  const types = [node['@type']]
    .flat()
    .filter((type): type is string => typeof type === 'string')
    .map(localName)
  const entity: Entity = { types, properties: {}, origin: 'json-ld', path }
  for (const [key, raw] of Object.entries(node)) {
    if (key.startsWith('@')) continue
    const name = localName(key)
    const list = Array.isArray(raw)
      ? raw.flat(3)
      : isRecord(raw) && Array.isArray(raw['@list'])
        ? (raw['@list'] as unknown[])
        : [raw]
    const values: (string | Entity)[] = []
    for (const [place, each] of list.entries()) {
      const at = `${path}.${key}${list.length > 1 ? `[${place}]` : ''}`
      if (typeof each === 'string' || typeof each === 'number' || typeof each === 'boolean') values.push(String(each))
      else if (isRecord(each)) {
        if (typeof each['@value'] === 'string' || typeof each['@value'] === 'number')
          values.push(String(each['@value']))
        else {
          const id = each['@id']
          const keys = Object.keys(each)
          const target = typeof id === 'string' && keys.length === 1 ? byId.get(id) : each
          const nested = target ? fromJson(target, at, byId, [...above, node], budget) : null
          if (nested) values.push(nested)
          else if (typeof id === 'string') values.push(id)
        }
      }
    }
    if (values.length > 0)
      entity.properties[name] = [
        ...(Object.hasOwn(entity.properties, name) ? (entity.properties[name] ?? []) : []),
        ...values,
      ]
  }
  return entity
}

export function entitiesOfMicrodata(items: MicrodataItem[]): Entity[] {
  const convert = (item: MicrodataItem, path: string): Entity => ({
    types: (item.type ?? []).map(localName),
    properties: Object.fromEntries(
      Object.entries(item.properties).map(([name, values]) => [
        localName(name),
        values.map((value, place) =>
          typeof value === 'string' ? value : convert(value, `${path}.${name}${values.length > 1 ? `[${place}]` : ''}`),
        ),
      ]),
    ),
    origin: 'microdata',
    path,
  })
  return items.map((item, index) => convert(item, `microdata[${index}]`))
}
