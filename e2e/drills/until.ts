/**
 * How long tests wait for one thing. It only ends a test that hangs: a machine with much to do takes long, and how fast
 * the product is, drills and benchmarks say. The variable is for the time in which a test is written.
 */
export const PATIENCE_MS = Number(process.env.PATIENCE_MS) || 120_000

/**
 * Asks until the answer is neither null, undefined nor false. An error counts as “not yet”, because the asked service
 * may be down on purpose.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  options: { everyMs?: number; withinMs?: number } = {},
): Promise<T> {
  const { everyMs = 25, withinMs = PATIENCE_MS } = options
  const deadline = performance.now() + withinMs
  for (let last: unknown = null; ;) {
    try {
      const answer = await ask()
      if (answer !== null && answer !== undefined && answer !== false) return answer
    } catch (error) {
      last = error
    }
    if (performance.now() > deadline)
      throw new Error(`${what} did not happen within ${withinMs / 1000} s`, last ? { cause: last } : {})
    await new Promise((later) => setTimeout(later, everyMs))
  }
}
