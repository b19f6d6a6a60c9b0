import { brotliCompressSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { beforeAll, expect, it, vi } from 'vitest'

const WEB = import.meta.dirname
/** What the sheet, panels and charts are made of. */
const LATER = [
  '@glideapps',
  '@base-ui',
  '@dnd-kit',
  'cmdk',
  'echarts',
  'marked',
  'react-markdown',
  'socket.io-client',
  'sonner',
  'zod',
]
const MOST_KB = 115
let files: Map<string, Rolldown.OutputChunk>

beforeAll(async () => {
  // Otherwise React comes with its warnings.
  vi.stubEnv('NODE_ENV', 'production')
  const result = await build({ root: WEB, logLevel: 'error', build: { write: false } })
  const { output } = Array.isArray(result) ? result[0]! : (result as Rolldown.RolldownOutput)
  files = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])))
  vi.unstubAllEnvs()
}, 120_000)

/** The chunk of a module with all that it imports at once. */
function closure(module: string): Set<Rolldown.OutputChunk> {
  const found = new Set<Rolldown.OutputChunk>()
  const visit = (chunk: Rolldown.OutputChunk): void => {
    if (found.has(chunk)) return
    found.add(chunk)
    for (const name of chunk.imports) visit(files.get(name)!)
  }
  visit([...files.values()].find((chunk) => chunk.moduleIds.some((id) => id.endsWith(module)))!)
  return found
}

it('the sign-in page is sent without what only other screens need', () => {
  const chunks = [...new Set([...closure('/src/main.tsx'), ...closure('/src/features/auth/sign-in.screen.tsx')])]
  const packages = new Set(
    chunks.flatMap(({ moduleIds }) =>
      moduleIds.flatMap((id) => /.*node_modules\/((?:@[^/]+)?[^/]*)/.exec(id)?.[1] ?? []),
    ),
  )
  expect(packages).toContain('react-dom')
  expect(LATER.filter((name) => packages.has(name))).toEqual([])
  const size = chunks.reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0) / 1024
  expect(size).toBeLessThan(MOST_KB)
})

it('the sheet’s page is sent without charts, chat and formula editor', () => {
  const chunks = [...closure('/src/app/shell.tsx'), ...closure('/src/app/sheet/sheet.screen.tsx')]
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds)
  expect(modules.some((id) => id.includes('@glideapps'))).toBe(true)
  for (const later of ['/echarts/', '/react-markdown/', '/cmdk/', '/@dnd-kit/'])
    expect(
      modules.filter((id) => id.includes(later)),
      later,
    ).toEqual([])
})
