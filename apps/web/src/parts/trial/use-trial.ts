import { cancelTrial, getTrial, startTrial, type CallInput, type Trial } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { errorText } from '../../ui/error-text.ts'
import { toastProblem } from '../../ui/toast.ts'

export type TrialBody = NonNullable<CallInput<typeof startTrial>['body']>
const POLL_MS = 600

export const isTrialOver = ({ state }: Pick<Trial, 'state'>): boolean => state !== 'queued' && state !== 'running'

/** A trial that was started from here, until it is over. No event tells of trials, so the server is asked. */
export function useTrial(websetId: string, onOver?: () => void) {
  const client = useQueryClient()
  const [id, setId] = useState<string | null>(null)
  const query = useQuery<Trial>({
    queryKey: keys.trial(id ?? ''),
    queryFn: async ({ signal }) => {
      const trial = await call(getTrial, { params: { id: id ?? '' }, signal })
      if (isTrialOver(trial)) onOver?.()
      return trial
    },
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data && isTrialOver(state.data) ? false : POLL_MS),
  })
  const put = (trial: Trial) => client.setQueryData(keys.trial(trial.id), trial)
  const start = useMutation({
    mutationFn: ({ columnId, body }: { columnId: string; body: TrialBody }) =>
      call(startTrial, { params: { id: websetId, columnId }, body }),
    onSuccess: (trial) => {
      put(trial)
      setId(trial.id)
    },
  })
  const cancel = useMutation({
    mutationFn: () => call(cancelTrial, { params: { id: id ?? '' } }),
    onSuccess: put,
    onError: (error) => toastProblem(errorText(error)),
  })
  const trial = id === null ? null : (query.data ?? null)
  return {
    trial,
    start,
    stop: () => cancel.mutate(),
    error: start.error ?? query.error,
    busy: start.isPending || (id !== null && !(trial && isTrialOver(trial))),
    putAway: () => setId(null),
  }
}
export type TrialState = ReturnType<typeof useTrial>
