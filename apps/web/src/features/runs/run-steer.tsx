import { cancelRun, pauseRun, resumeRun, type Run, type RunReport } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Pause, Play, Square } from 'lucide-react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-text.ts'
import { toastProblem } from '../../ui/toast.ts'

const STEER = { pause: pauseRun, resume: resumeRun, cancel: cancelRun } as const

/** Puts the server's answer about a run wherever the run is shown. */
export function usePutRun() {
  const client = useQueryClient()
  return (run: Run) => {
    client.setQueryData<{ runs: Run[] }>(
      keys.runs(run.websetId),
      (list) => list && { runs: list.runs.map((known) => (known.id === run.id ? run : known)) },
    )
    client.setQueryData<RunReport>(keys.runReport(run.id), (report) => report && { ...report, run })
  }
}

export function RunSteer({ run }: { run: Run }) {
  const put = usePutRun()
  const mayRun = useAllowed('enrichment.run')
  const steer = useMutation({
    mutationFn: (how: keyof typeof STEER) => call(STEER[how], { params: { id: run.id } }),
    onSuccess: put,
    onError: (problem) => toastProblem(errorText(problem)),
  })
  const busy = steer.isPending ? steer.variables : null
  if (isRunOver(run.state)) return null
  return (
    <>
      {(run.state === 'running' || run.state === 'queued') && (
        <Button icon={Pause} allowed={mayRun} busy={busy === 'pause'} onClick={() => steer.mutate('pause')}>
          Pause
        </Button>
      )}
      {run.state === 'paused' && (
        <Button icon={Play} allowed={mayRun} busy={busy === 'resume'} onClick={() => steer.mutate('resume')}>
          Resume
        </Button>
      )}
      <Button
        tone="quiet"
        icon={Square}
        allowed={mayRun}
        busy={busy === 'cancel'}
        disabled={run.state === 'cancelling'}
        onClick={() => steer.mutate('cancel')}
      >
        Stop
      </Button>
    </>
  )
}
