import { buildOpenApi } from './http/openapi.ts'

// Needs no server and no database: the document is made from the contract alone.
process.stdout.write(`${JSON.stringify(buildOpenApi(), null, 2)}\n`)
