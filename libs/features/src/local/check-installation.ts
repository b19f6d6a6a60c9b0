import { accessSync, constants, existsSync, mkdirSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findBrowser } from '@enrichify/collection'
import { checkRedis, isPortOpen, type Config } from '@enrichify/platform'
import { startLocalStack } from './local-stack.ts'
import { measureLimits, type LimitUse } from './published-limits.ts'

export interface Check {
  name: string
  ok: boolean
  /** If an optional part fails, one feature is missing, but the product works. */
  optional: boolean
  detail: string
  /** What to do about it. */
  mend?: string
}

const MIN_FREE_BYTES = 1024 ** 3

/**
 * Checks everything that a start needs; each failing check says how to fix it. Limits are measured where there is a
 * database.
 */
export async function checkInstallation(
  config: Config,
  projectRoot: string,
): Promise<{ checks: Check[]; limits: LimitUse[] }> {
  const checks: Check[] = []
  let limits: LimitUse[] = []
  const check = async (
    name: string,
    mend: string,
    probe: () => Promise<string> | string,
    optional = false,
  ): Promise<boolean> => {
    try {
      checks.push({ name, ok: true, optional, detail: await probe() })
      return true
    } catch (error) {
      checks.push({ name, ok: false, optional, detail: error instanceof Error ? error.message : String(error), mend })
      return false
    }
  }
  await check('Node', 'Run `npm ci`: the project includes the Node that it needs.', () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    if (major < 22 || (major === 22 && minor < 19)) throw new Error(`${process.versions.node} is too old`)
    return process.versions.node
  })
  const mend = 'Give yourself the right to write to it, or choose another: DATA_DIR=… npm start'
  await check('Data folder', mend, () => {
    mkdirSync(config.DATA_DIR, { recursive: true })
    accessSync(config.DATA_DIR, constants.W_OK)
    return 'writable'
  })
  await check('Disk', 'Make room, or put DATA_DIR on a larger disk.', async () => {
    const { bavail, bsize } = await statfs(config.DATA_DIR)
    if (bavail * bsize < MIN_FREE_BYTES)
      throw new Error(
        `${Math.round((bavail * bsize) / 1e6)} MB are free, and pages, exports and the database need more`,
      )
    return `${Math.round((bavail * bsize) / 1e9)} GB free`
  })
  await check(
    'PostgreSQL',
    config.DATABASE_URL
      ? 'Check DATABASE_URL: host, password, and that its user may CREATE in the database.'
      : 'Delete node_modules and run `npm ci`; or set DATABASE_URL to a PostgreSQL of yours.',
    async () => {
      const stack = await startLocalStack(config)
      try {
        limits = await measureLimits(config, stack.config.DATABASE_URL!)
      } finally {
        if (!stack.adopted) await stack.stop()
      }
      return config.DATABASE_URL ? 'external, reachable, migrated' : 'embedded, starts, migrated'
    },
  )
  if (config.REDIS_URL) {
    await check(
      'Redis',
      'Start it with `appendonly yes` and `maxmemory-policy noeviction`, ' +
        'or unset REDIS_URL: PostgreSQL then runs the queues.',
      async () => {
        await checkRedis(config.REDIS_URL!, config.REDIS_ALLOW_UNSAFE, () => {})
        return 'reachable, safe'
      },
    )
  }
  await check(
    'Port',
    'Stop what uses it, or choose another: PORT=3100 npm start',
    async () => {
      if (!(await isPortOpen(config.HOST, config.PORT)))
        throw new Error(`${config.PORT} is taken (by a running Enrichify, perhaps)`)
      return `${config.PORT} is free`
    },
    true,
  )
  await check(
    'Web client',
    'Run `npm start`, which builds it.',
    () => {
      if (!existsSync(join(projectRoot, 'apps/web/dist/index.html'))) throw new Error('is not built yet')
      return 'built'
    },
    true,
  )
  await check(
    'Chromium',
    'Install Chromium or Chrome, or set CHROMIUM_PATH. Without it, pages that need scripts stay empty.',
    async () => {
      if (config.BROWSER === 'off') return 'switched off'
      const { executablePath } = await findBrowser(config.CHROMIUM_PATH ? { executablePath: config.CHROMIUM_PATH } : {})
      return executablePath.startsWith(tmpdir()) ? 'the packed one' : 'installed'
    },
    true,
  )
  return { checks, limits }
}
