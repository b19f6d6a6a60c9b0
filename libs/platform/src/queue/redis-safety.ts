import { Redis } from 'ioredis'

/**
 * What makes a Redis unfit for jobs. These are facts measured with `kill -9` (without an append-only file it lost
 * every acknowledged job).
 */
export function findRedisDangers(settings: {
  appendonly: string
  maxmemoryPolicy: string
  maxmemory: string
}): string[] {
  const dangers: string[] = []
  if (settings.appendonly !== 'yes') dangers.push('appendonly is off: a crash loses jobs. Set `appendonly yes`.')
  if (settings.maxmemoryPolicy !== 'noeviction' && settings.maxmemory !== '0')
    dangers.push(
      `maxmemory-policy is ${settings.maxmemoryPolicy}: jobs are evicted when memory is short. Set ` +
        `\`maxmemory-policy noeviction\`.`,
    )
  return dangers
}

/** Refuses an unsafe Redis at the start, unless the operator says in a setting that losing jobs is fine. */
export async function refuseUnsafeRedis(
  redis: Redis,
  allowUnsafe: boolean,
  warn: (message: string) => void,
): Promise<void> {
  const read = async (name: string): Promise<string> => {
    const answer = (await redis.config('GET', name)) as string[]
    return answer[1] ?? ''
  }
  let dangers: string[]
  try {
    dangers = findRedisDangers({
      appendonly: await read('appendonly'),
      maxmemoryPolicy: await read('maxmemory-policy'),
      maxmemory: await read('maxmemory'),
    })
  } catch (error) {
    dangers = [
      `its settings cannot be read (${error instanceof Error ? error.message : 'CONFIG refused'}), so it ` +
        'is not known to be safe.',
    ]
  }
  if (dangers.length === 0) return
  const message = `This Redis may lose jobs: ${dangers.join(' ')}`
  if (!allowUnsafe) throw new Error(`${message} Or set REDIS_ALLOW_UNSAFE=true for a trial.`)
  warn(message)
}

/** At the start: a Redis that is reachable and safe for jobs, or an error that says what to do. */
export async function checkRedis(url: string, allowUnsafe: boolean, warn: (message: string) => void): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 5000,
  })
  redis.on('error', () => {})
  try {
    await redis.connect().catch((error: NodeJS.ErrnoException) => {
      throw new Error(
        `The Redis of REDIS_URL cannot be reached (${error.code ?? 'no connection'}). Start it, or unset ` +
          'REDIS_URL: PostgreSQL then carries the queues.',
      )
    })
    await refuseUnsafeRedis(redis, allowUnsafe, warn)
  } finally {
    redis.disconnect()
  }
}

/** A client that reconnects by itself and never ends the process. */
export function createRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, { maxRetriesPerRequest: null })
  redis.on('error', onError)
  return redis
}
