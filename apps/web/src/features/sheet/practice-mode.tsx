import { updateWebset, type Webset } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-text.ts'
import { Popover } from '../../ui/popover.tsx'
import { toast, toastProblem } from '../../ui/toast.ts'

/** Saved answers at simulated prices, so that people can try runs, prices and budgets without spending. */
export function usePractice(websetId: string) {
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (practice: boolean) => call(updateWebset, { params: { id: websetId }, body: { practice } }),
    onSuccess: (webset) => {
      client.setQueryData<Webset>(keys.webset(websetId), webset)
      toast(
        webset.practice
          ? 'Practice mode is on: saved answers, simulated prices, nothing is spent'
          : 'Practice mode is off: from now on, paid answers cost money',
      )
    },
    onError: (error) => toastProblem(errorText(error)),
  })
  return { busy: change.isPending, set: change.mutate }
}

export function PracticeBadge({ websetId }: { websetId: string }) {
  const { busy, set } = usePractice(websetId)
  const mayEdit = useAllowed('websets.edit')
  return (
    <Popover
      label="Practice mode"
      trigger={
        <button
          type="button"
          className="shrink-0 rounded-small bg-warn-soft px-1.5 py-px text-tiny font-medium text-warn"
        >
          Practice
        </button>
      }
    >
      {(close) => (
        <div className="flex max-w-72 flex-col items-start gap-2.5 p-2">
          <p>Questions get saved answers, at simulated prices. Nothing is sent to a model, and nothing is spent.</p>
          <Button
            busy={busy}
            allowed={mayEdit}
            onClick={() => {
              close()
              set(false)
            }}
          >
            Leave practice mode
          </Button>
        </div>
      )}
    </Popover>
  )
}
