import type { LlmAnswer } from '@enrichify/providers'
import type { CallCost } from './connection-directory.ts'

export function perCall(cost: CallCost | null): number {
  return cost?.unit === 'call' ? cost.micros : 0
}

/** A token is at least a byte, so this estimate is never too low. */
export function boundOf(cost: CallCost | null, inputBytes: number, maxOutputTokens: number): number {
  if (!cost) return 0
  if (cost.unit === 'call') return cost.micros
  const highest = Math.max(cost.price.inputMicrosPerMillion, cost.price.cachedInputMicrosPerMillion)
  return Math.ceil(((inputBytes + 1000) * highest + maxOutputTokens * cost.price.outputMicrosPerMillion) / 1_000_000)
}

export function tokensCost(cost: CallCost | null, { usage }: Pick<LlmAnswer, 'usage'>): number {
  if (!cost) return 0
  if (cost.unit === 'call') return cost.micros
  const { price } = cost
  const plain = Math.max(0, usage.inputTokens - usage.cachedInputTokens)
  return Math.ceil(
    (plain * price.inputMicrosPerMillion +
      usage.cachedInputTokens * price.cachedInputMicrosPerMillion +
      usage.outputTokens * price.outputMicrosPerMillion) /
      1_000_000,
  )
}
