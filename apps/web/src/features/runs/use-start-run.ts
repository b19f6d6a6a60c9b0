import { startRun, type Run } from '@enrichify/contracts'
import type { RunScope } from '@enrichify/domain'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../../api/client.ts'
import { errorText } from '../../api/error-text.ts'
import { keys } from '../../api/keys.ts'
import { toastProblem } from '../../ui/toast.ts'

export interface RunRequest {
  /** Left out: all enrichment columns. */
  columnIds?: string[]
  scope: RunScope
}

export function useStartRun(websetId: string, onStarted: () => void) {
  const client = useQueryClient()
  return useCallback(
    async ({ columnIds, scope }: RunRequest) => {
      try {
        const run = await call(startRun, { params: { id: websetId }, body: { scope, ...(columnIds ? { columnIds } : {}) } })
        client.setQueryData<{ runs: Run[] }>(keys.runs(websetId), (held) => ({ runs: [run, ...(held?.runs ?? []).filter((known) => known.id !== run.id)] }))
        onStarted()
      } catch (error) {
        toastProblem(errorText(error))
      }
    },
    [client, websetId, onStarted],
  )
}
