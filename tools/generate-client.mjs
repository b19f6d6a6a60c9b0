// Writes the types of a client: `node tools/generate-client.mjs <file or address of the document> <file to write>`.
// The same as `npx openapi-typescript` where TypeScript 5 is installed.
import { writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const [source, target] = process.argv.slice(2)
if (!source || !target) {
  console.error('Give the document of the API (a file or an address) and the file to write.')
  process.exit(1)
}

const api = new URL('./typescript-api.mjs', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'typescript' ? { url: api, shortCircuit: true } : next(specifier, context),
})
const { default: generate, astToString } = await import('openapi-typescript')
const types = await generate(/^https?:/.test(source) ? new URL(source) : pathToFileURL(source), { silent: true })
writeFileSync(target, astToString(types))
