import type { Redis } from 'ioredis'
import type pg from 'pg'

/** Shared by all processes: counts hits per key in fixed windows. */
export interface RateLimits {
  /** Counts one hit. False when the window of this key is full. */
  hit(key: string, limit: number, windowMs: number): Promise<boolean>
  /** Counts one hit. `leftMs`: how long the window of this key is still open. */
  count(key: string, windowMs: number): Promise<{ hits: number; leftMs: number }>
  /** Reserves the next slot of a key with slots `gapMs` apart. Returns how many milliseconds to wait for it. */
  nextSlot(key: string, gapMs: number): Promise<number>
  /** Gives up the connection that is its own. */
  close(): Promise<void>
}

export function postgresRateLimits(pool: Pick<pg.Pool, 'query'>): RateLimits {
  return {
    async hit(key, limit, windowMs) {
      return (await this.count(key, windowMs)).hits <= limit
    },
    async count(key, windowMs) {
      const { rows } = await pool.query<{ hits: number; leftMs: number }>(
        `insert into rate_limits as r (key, hits, until) values ($1, 1, now() + $2 * interval '1 millisecond')
         on conflict (key) do update set
           hits = case when r.until <= now() then 1 else r.hits + 1 end,
           until = case when r.until <= now() then excluded.until else r.until end
         returning hits, extract(epoch from (until - now()))::float8 * 1000 as "leftMs"`,
        [key, windowMs],
      )
      return rows[0] ?? { hits: 1, leftMs: windowMs }
    },
    async nextSlot(key, gapMs) {
      const { rows } = await pool.query<{ wait: number }>(
        `insert into rate_limits as r (key, hits, until)
         values ($1, 1, clock_timestamp() + $2 * interval '1 millisecond')
         on conflict (key)
         do update set hits = r.hits + 1,
         until = greatest(r.until, clock_timestamp()) + $2 * interval '1 millisecond'
         returning greatest(0, extract(epoch from (until - clock_timestamp())) * 1000 - $2)::float8 as wait`,
        [key, gapMs],
      )
      return rows[0]?.wait ?? 0
    },
    // The pool is the caller's.
    async close() {},
  }
}

export function redisRateLimits(redis: Redis): RateLimits {
  return {
    async hit(key, limit, windowMs) {
      return (await this.count(key, windowMs)).hits <= limit
    },
    async count(key, windowMs) {
      const [hits, leftMs] = (await redis.eval(
        `local h = redis.call('incr', KEYS[1]) if h == 1 then redis.call('pexpire', KEYS[1], ARGV[1]) end
         return { h, redis.call('pttl', KEYS[1]) }`,
        1,
        `limit:${key}`,
        windowMs,
      )) as [number, number]
      return { hits, leftMs }
    },
    async nextSlot(key, gapMs) {
      const wait = (await redis.eval(
        `local t = redis.call('time') local now = t[1] * 1000 + math.floor(t[2] / 1000)
         local at = math.max(tonumber(redis.call('get', KEYS[1]) or '0'), now)
         redis.call('set', KEYS[1], at + ARGV[1], 'px', math.max(1, at - now + ARGV[1])) return at - now`,
        1,
        `slot:${key}`,
        Math.max(1, Math.round(gapMs)),
      )) as number
      return wait
    },
    async close() {
      redis.disconnect()
    },
  }
}
