import type { Column, Webset } from '@enrichify/contracts'
import { needsPrice, useStartRun, type RunRequest } from '../../document/use-start-run.ts'

/** A run that waits for a person to see its price, or what its tests say. */
export interface WaitingRun {
  request: RunRequest
  columns: readonly Column[]
  refused?: unknown
}

/** `added`: columns that this page's copy of the webset does not have yet, or not as they are now. */
export type AskForRun = (request: RunRequest, added?: readonly Column[]) => void

/** Starts a run at once if it is free; otherwise `onWaiting` shows it to a person first. */
export function useRunRequests(
  { id, columns }: Webset,
  onStarted: () => void,
  onWaiting: (run: WaitingRun) => void,
): AskForRun {
  const start = useStartRun(id, onStarted, (request, refused) => onWaiting({ request, columns, refused }))
  return (request, added = []) => {
    const all = [...columns.filter((column) => !added.some((other) => other.id === column.id)), ...added]
    if (needsPrice(request, all)) onWaiting({ request, columns: all })
    else void start(request)
  }
}
