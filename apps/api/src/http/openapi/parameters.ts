import { filter, type Endpoint } from '@enrichify/contracts'
import type { DocumentSchemas, Schema } from './schemas.ts'

/** What is said of parameters whose name does not say it; each entry is checked to exist. */
export const PARAMETERS: Record<string, (schemas: DocumentSchemas) => Schema> = {
  'listWebsets.trash': () => ({ description: 'The websets in the trash instead.' }),
  'listRows.cursor': () => ({ description: '`nextCursor` of the answer before.' }),
  'listRows.offset': () => ({ description: 'For a grid that jumps; a cursor is faster.' }),
  'listRows.filter': (schemas) => ({
    description: 'JSON: a list of conditions that all must hold.',
    examples: ['[{"column":"c3","op":"not_empty"}]'],
    contentMediaType: 'application/json',
    contentSchema: { type: 'array', items: schemas.request(filter) },
  }),
  'listRows.sort': () => ({ description: 'A column and a direction.', examples: ['c2:desc'] }),
  'startImport.preview': () => ({ description: 'Only say how the file was read.' }),
  'startNewImport.preview': () => ({ description: 'Only say how the file was read.' }),
  'listCalls.before': () => ({ description: '`next` of the answer before.' }),
  'getSpending.month': () => ({ description: 'A month in UTC; the present one when left out.', examples: ['2026-11'] }),
}

/** The parameters of a route in its path and its query. */
export function parametersOf(name: string, endpoint: Endpoint, schemas: DocumentSchemas): Schema[] {
  return (['params', 'query'] as const).flatMap((part) => {
    const { properties = {}, required = [] } = schemas.requestParts(endpoint[part])
    return Object.entries(properties).map(([member, schema]) => {
      const { description, ...more } = PARAMETERS[`${name}.${member}`]?.(schemas) ?? {}
      return {
        name: member,
        in: part === 'params' ? 'path' : 'query',
        required: part === 'params' || required.includes(member),
        ...(description ? { description } : {}),
        schema: { ...schema, ...more },
      }
    })
  })
}

export const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'One effect per key: repeated with it within a day, a request changes nothing and gets the first answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[\\x21-\\x7e]+$' },
}
