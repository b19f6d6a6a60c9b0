import { EXPORT_FORMATS, importOptions, type Endpoint, type ExportFormat } from '@enrichify/contracts'
import { takesIdempotencyKey } from '../idempotent-routes.ts'
import type { DocumentSchemas, Schema } from './schemas.ts'

const binary = (description: string): Schema => ({
  type: 'string',
  format: 'binary',
  contentMediaType: 'application/octet-stream',
  description,
})

const importForm = (schemas: DocumentSchemas): Schema => ({
  schema: {
    type: 'object',
    description: 'Either `file`, or the `uploadId` of an earlier preview.',
    properties: {
      file: binary('A CSV or XLSX file.'),
      uploadId: { type: 'string', format: 'uuid', description: 'Of a preview: its file is not sent again.' },
      options: { ...schemas.request(importOptions), description: 'JSON; what is left out is guessed.' },
    },
  },
  encoding: { options: { contentType: 'application/json' } },
})

/** The routes that read a form: their bodies go to disk as a stream, so that no schema of the contract checks them. */
const FORMS: Record<string, (schemas: DocumentSchemas) => Schema> = {
  startImport: importForm,
  startNewImport: importForm,
  uploadArchive: () => ({
    schema: {
      type: 'object',
      properties: { file: binary('A .warc or .warc.gz file.') },
      required: ['file'],
    },
  }),
}

export const MIME_TYPES: Record<ExportFormat, string> = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  jsonl: 'application/x-ndjson',
}

/** The body of a route, or null where it has none. */
export function requestBodyOf(
  name: string,
  endpoint: Endpoint,
  schemas: DocumentSchemas,
  example?: unknown,
): Schema | null {
  if (FORMS[name]) return { required: true, content: { 'multipart/form-data': FORMS[name](schemas) } }
  if (Object.keys((endpoint.body as { shape?: object }).shape ?? {}).length === 0) return null
  const schema = schemas.request(endpoint.body)
  return {
    required: Array.isArray(schema.required) && schema.required.length > 0,
    content: { 'application/json': { schema, ...(example === undefined ? {} : { example }) } },
  }
}

/** What a route answers when all went well. */
export function successOf(name: string, endpoint: Endpoint, schemas: DocumentSchemas, example?: unknown): Schema {
  if (name === 'downloadExport') return download()
  return {
    description: endpoint.status === 201 ? 'Created.' : 'Done.',
    headers: headersOf(name, endpoint),
    content: {
      'application/json': { schema: schemas.answer(endpoint.response), ...(example === undefined ? {} : { example }) },
    },
  }
}

function download(): Schema {
  return {
    description: 'The file.',
    headers: {
      'X-Request-Id': { $ref: '#/components/headers/RequestId' },
      'Content-Disposition': { description: 'The name of the file.', schema: { type: 'string' } },
      'Content-Length': { description: 'Its size in bytes, where known.', schema: { type: 'integer' } },
    },
    content: Object.fromEntries(
      EXPORT_FORMATS.map((format) => [MIME_TYPES[format], { schema: { type: 'string', format: 'binary' } }]),
    ),
  }
}

const SIGNING_IN = ['register', 'login', 'loginWithLink', 'refresh', 'setPassword']

function headersOf(name: string, endpoint: Endpoint): Schema {
  return {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(takesIdempotencyKey(endpoint.method, endpoint.path)
      ? { 'Idempotency-Replayed': { $ref: '#/components/headers/IdempotencyReplayed' } }
      : {}),
    ...(SIGNING_IN.includes(name) ? { 'Set-Cookie': { $ref: '#/components/headers/RefreshCookie' } } : {}),
  }
}
