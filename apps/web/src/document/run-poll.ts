import type { Run } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'

const WITHOUT_EVENTS_MS = 2000
/** An event may be lost on its way, and none comes after the last one. */
const WITH_EVENTS_MS = 15_000

/** How often runs are asked for while one of them works. */
export function pollMs(runs: readonly Pick<Run, 'state' | 'cells' | 'cellsDone'>[], isLive: boolean): number | false {
  const active = runs.filter(({ state }) => !isRunOver(state))
  if (active.length === 0) return false
  // Only the end is missing.
  const isEnding = active.some(({ cells, cellsDone }) => cells > 0 && cellsDone >= cells)
  return isLive && !isEnding ? WITH_EVENTS_MS : WITHOUT_EVENTS_MS
}
