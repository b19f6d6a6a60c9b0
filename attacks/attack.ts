import type { Client } from '@enrichify/contracts'
import type { CountingProvider } from '../e2e/drills/counting-provider.ts'
import type { Receiver } from '../e2e/drills/receiver.ts'
import type { Stack } from '../e2e/drills/stack.ts'
import type { Truth } from '../e2e/drills/truth.ts'

/** A started product of its own, and someone who is signed in. */
export interface Target {
  stack: Stack
  truth: Truth
  call: Client
  token: string
  /** Someone in another workspace, who goes on working. */
  other: { call: Client; token: string }
  /** A model and a host on loopback, which keep receipts. */
  provider: CountingProvider
  receiver: Receiver
  /** How often; 1 is what the figures in docs/security.md were taken with. */
  scale: number
}

/** One thing that was measured. */
export interface Finding {
  what: string
  value: string
  /** What is promised. */
  promise: string
  held: boolean
  /** It compares times, which is no test: another machine is busy with other things. */
  isTimed?: boolean
}

export interface Attack {
  name: string
  about: string
  run(target: Target): Promise<Finding[]>
}

export const quantile = (times: readonly number[], share: number): number =>
  times.toSorted((one, other) => one - other)[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0

export const ms = (time: number): string => `${time.toFixed(time < 100 ? 1 : 0)} ms`
