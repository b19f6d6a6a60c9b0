import { addColumn, addRows, createWebset, type Client } from '@enrichify/contracts'

const ROWS_AT_ONCE = 1000

/** A webset whose rows have these names, and a column that asks `host` about each of them by its name. */
export async function makeRequestsSheet(
  call: Client,
  {
    host,
    names,
    verb,
    folder,
    headers = {},
  }: {
    host: string
    names: readonly string[]
    verb: 'GET' | 'POST'
    folder: string
    headers?: Record<string, string>
  },
): Promise<{ websetId: string; columnId: string }> {
  const { id } = await call(createWebset, {
    body: { name: folder, columns: [{ name: 'Name', kind: 'text' as const }] },
  })
  const params = { id }
  for (let at = 0; at < names.length; at += ROWS_AT_ONCE)
    await call(addRows, { params, body: { rows: names.slice(at, at + ROWS_AT_ONCE).map((name) => ({ c1: name })) } })
  const { id: columnId } = await call(addColumn, {
    params,
    body: {
      name: 'Size',
      kind: 'number',
      plan: {
        method: 'http',
        request: {
          verb,
          url: `http://${host}/${folder}/{Name}`,
          headers,
          body: verb === 'POST' ? '{"name":"{Name}"}' : '',
          path: 'size',
        },
        condition: null,
      },
    },
  })
  return { websetId: id, columnId }
}
