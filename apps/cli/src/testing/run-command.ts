import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { vi } from 'vitest'

/** Both the project's folder and the person's folder, in all of these tests. */
export const root = mkdtempSync(join(tmpdir(), 'enrichify-cli-'))
// A database that root starts runs as another user, who must reach its files.
chmodSync(root, 0o711)
process.once('exit', () => rmSync(root, { recursive: true, force: true }))

// Read once, when the commands are loaded.
process.env.ENRICHIFY_ROOT = root
const { runCli } = await import('../run-cli.ts')

export interface Ended {
  code: number
  out: string
  error: string
}

/** Runs a command in this process, with these settings and this standard input. */
export async function runCommand(
  argv: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string } = {},
): Promise<Ended> {
  const out: string[] = []
  const error: string[] = []
  const collect = (parts: string[]) => (chunk: unknown) => {
    parts.push(String(chunk))
    return true
  }
  vi.spyOn(process.stdout, 'write').mockImplementation(collect(out))
  vi.spyOn(process.stderr, 'write').mockImplementation(collect(error))
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(Readable.from([input]) as unknown as typeof process.stdin)
  for (const [name, value] of Object.entries({ INIT_CWD: root, LOG_LEVEL: 'silent', BROWSER: 'off', ...env }))
    vi.stubEnv(name, value)
  try {
    await runCli(argv)
    return { code: Number(process.exitCode ?? 0), out: out.join(''), error: error.join('') }
  } finally {
    process.exitCode = 0
    vi.unstubAllEnvs()
    vi.restoreAllMocks()
  }
}

/** The settings of a command that works on the database of this test file. */
export const withTestDatabase = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: testDatabase.ownerUrl,
  DATABASE_APP_URL: testDatabase.appUrl,
  DATA_DIR: testDatabase.dataDirectory,
  OFFLINE: 'true',
  ...more,
})
