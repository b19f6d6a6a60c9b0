import { readFileSync } from 'node:fs'
import { ms, quantile, type Finding, type Target } from './attack.ts'

/** Someone who works while others attack: one request after the other, each timed. */
export async function timesOf(target: Target, during: Promise<unknown>, least = 1): Promise<number[]> {
  let isOver = false
  void during.finally(() => (isOver = true)).catch(() => {})
  const times: number[] = []
  while (!isOver || times.length < least) {
    const began = performance.now()
    const response = await fetch(`${target.stack.address}/api/v1/websets`, {
      headers: { authorization: `Bearer ${target.token}` },
    })
    await response.arrayBuffer()
    if (response.status !== 200) throw new Error(`Someone else was answered with ${response.status}.`)
    times.push(performance.now() - began)
    await new Promise((done) => setTimeout(done, 10))
  }
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

/** Resident memory in MB. Linux only; null elsewhere. */
export function residentMb(pid: number): number | null {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return null
  }
}

/** The largest memory of a process while something goes on. */
export async function peakMb(pid: number, during: Promise<unknown>): Promise<number> {
  let peak = residentMb(pid) ?? 0
  const timer = setInterval(() => (peak = Math.max(peak, residentMb(pid) ?? 0)), 50)
  await during.finally(() => clearInterval(timer))
  return peak
}
