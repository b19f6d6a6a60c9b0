/** What one call cost in the past, in millionths of a US dollar. */
export interface CallQuantiles {
  p10: number
  p50: number
  p90: number
  mean: number
  calls: number
}

export interface ListedCall {
  /** The most tokens that the passages and the frame around them take, and the most that may be generated. */
  inputTokens: number
  outputTokens: number
  inputMicrosPerMillion: number
  outputMicrosPerMillion: number
}

/** The standard normal’s ninth decile. */
const Z90 = 1.2816
/**
 * Shares of the most that a call can carry. Small sites have less text than the budget of passages, and answers are
 * short.
 */
const USUAL = {
  p10: { input: 0.25, output: 0.06 },
  p50: { input: 0.7, output: 0.15 },
  p90: { input: 1.05, output: 0.4 },
}

/**
 * What `calls` calls will cost, in millionths of a US dollar. With this webset’s own calls, the sum of many calls
 * varies less than one call does, but we know the mean only as well as the number of past calls allows. With list
 * prices, the spread of one call is the spread of all, since an error is the same for each.
 */
export function estimateRun(
  calls: number,
  history: CallQuantiles | null,
  listed: ListedCall,
): { p10: number; p50: number; p90: number } {
  if (history) {
    const spread = (history.p90 - history.p10) / (2 * Z90)
    const error = Z90 * spread * Math.sqrt(calls + (calls * calls) / history.calls)
    const middle = calls === 1 ? history.p50 : calls * history.mean
    if (calls === 1) return { p10: history.p10, p50: middle, p90: history.p90 }
    return { p10: Math.max(0, middle - error), p50: middle, p90: middle + error }
  }
  const at = ({ input, output }: { input: number; output: number }): number =>
    (calls *
      (listed.inputTokens * input * listed.inputMicrosPerMillion +
        listed.outputTokens * output * listed.outputMicrosPerMillion)) /
    1_000_000
  return { p10: at(USUAL.p10), p50: at(USUAL.p50), p90: at(USUAL.p90) }
}
