import { readFileSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { ms, quantile, type Finding, type Target } from './attack.ts'

/** How long requests of someone in another workspace take while others attack. */
export async function timesOf({ stack, other }: Target, during: Promise<unknown>, least = 1): Promise<number[]> {
  const thread = new Worker(new URL('bystander.thread.ts', import.meta.url), {
    workerData: { url: `${stack.address}/api/v1/websets`, token: other.token, least },
  })
  const times = new Promise<number[]>((done, fail) => thread.once('message', done).once('error', fail))
  // Its failure is the caller's, also when the attack has not ended.
  times.catch(() => {})
  await during.catch(() => {})
  thread.postMessage('over')
  return times
}

/** The same without an attack, in the same run: what the others are compared with. */
export const calmTimes = (target: Target, count = 150): Promise<number[]> => timesOf(target, Promise.resolve(), count)

/** Twice the calm time is promised; below 50 ms no one notices, and a busy machine alone does that. */
export function compare(what: string, calm: readonly number[], during: readonly number[]): Finding {
  const [before, now] = [quantile(calm, 0.99), quantile(during, 0.99)]
  return {
    what: `${what}: requests of others, p99 of ${during.length}`,
    value: `${ms(now)}, calm ${ms(before)} (${(now / before).toFixed(1)}×)`,
    promise: 'at most 2×, or below 50 ms',
    held: now <= 2 * before || now < 50,
    isTimed: true,
  }
}

/** The most memory that a process had so far, in MB. Linux only; null elsewhere. */
export function peakSoFarMb(pid: number): number | null {
  return statusMb(pid, 'VmHWM')
}

/** The largest memory of a process while something goes on. */
export async function peakMb(pid: number, during: Promise<unknown>): Promise<number> {
  let peak = statusMb(pid, 'VmRSS') ?? 0
  const timer = setInterval(() => (peak = Math.max(peak, statusMb(pid, 'VmRSS') ?? 0)), 50)
  await during.finally(() => clearInterval(timer))
  return peak
}

function statusMb(pid: number, field: 'VmRSS' | 'VmHWM'): number | null {
  try {
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) / 1024
  } catch {
    return null
  }
}
