import { ApiError, startRun, type CallInput, type Column, type Run } from '@enrichify/contracts'
import { mayCost, type RunMode, type RunScope } from '@enrichify/domain'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { call } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { errorText } from '../ui/error-text.ts'
import { toastProblem } from '../ui/toast.ts'

/** How many rows a first try of a column runs on. */
export const TRY_ROWS = 10

export interface RunRequest {
  /** Left out: every enrichment column. */
  columnIds?: string[]
  scope: RunScope
  mode?: RunMode
  /** True: also cells whose inputs have not changed since they were answered. */
  again?: boolean
  /** True: also cells that a person emptied. */
  fillEmptied?: boolean
}
export type StartBody = RunRequest &
  Pick<NonNullable<CallInput<typeof startRun>['body']>, 'budgetMicros' | 'priority' | 'despiteTests'>

/** A run that a model may answer costs money, so its price is shown first. `columns`: all columns of the webset. */
export function needsPrice({ columnIds }: RunRequest, columns: readonly Column[]): boolean {
  return columns.some((column) => mayCost(column.enrichment) && (columnIds?.includes(column.id) ?? true))
}

export function isTestsRefusal(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.code === 'tests_needed' || error.code === 'tests_worse')
}

/** Starts a run and shows it at once; throws when the server refuses. */
export function useBeginRun(websetId: string, onStarted: () => void) {
  const client = useQueryClient()
  return useCallback(
    async (body: StartBody): Promise<Run> => {
      const run = await call(startRun, { params: { id: websetId }, body })
      client.setQueryData<{ runs: Run[] }>(keys.runs(websetId), (list) => ({
        runs: [run, ...(list?.runs ?? []).filter((known) => known.id !== run.id)],
      }))
      onStarted()
      return run
    },
    [client, websetId, onStarted],
  )
}

/** `onTests`: the column's tests speak against the run, and a person has to decide. */
export function useStartRun(
  websetId: string,
  onStarted: () => void,
  onTests: (request: RunRequest, refused: ApiError) => void,
) {
  const begin = useBeginRun(websetId, onStarted)
  const decide = useRef(onTests)
  decide.current = onTests
  return useCallback(
    (request: RunRequest) =>
      begin(request).then(
        () => undefined,
        (error: unknown) =>
          isTestsRefusal(error) ? decide.current(request, error) : void toastProblem(errorText(error)),
      ),
    [begin],
  )
}
