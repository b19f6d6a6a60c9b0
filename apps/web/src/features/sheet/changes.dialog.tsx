import { listActions, redoAction, undoAction, type Action, type Webset } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { mayRevert } from '../../document/large-step.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, count, fullTime, plural, sentence } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { changeWords } from './change-words.ts'

interface ChangesDialogProps {
  webset: Webset
  onReverted: (actionId: string) => void
  onClose: () => void
}

/** Everything that people did to this webset; each change can be undone on its own. */
export function ChangesDialog({ webset, onReverted, onClose }: ChangesDialogProps) {
  const client = useQueryClient()
  const mayEdit = useAllowed('websets.edit')
  const queryKey = keys.actions(webset.id)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(listActions, { params: { id: webset.id }, query: { limit: 100 }, signal }),
    staleTime: 0,
  })
  const revert = useMutation({
    mutationFn: ({ id, isUndone }: Action) =>
      call(isUndone ? redoAction : undoAction, { params: { id: webset.id, actionId: id }, body: { step: true } }),
    onSuccess: (_, { id }) => onReverted(id),
    onSettled: () => {
      void client.invalidateQueries({ queryKey })
    },
  })
  const start = async (action: Action) => {
    if (await mayRevert(action.isUndone ? 'redo' : 'undo', action)) revert.mutate(action)
  }
  const refused = revert.data?.refused ?? []
  const actions = query.data?.actions ?? []
  return (
    <Dialog
      title="All changes"
      description="What people changed in this webset, the latest first. Undo one of them without the others."
      onClose={onClose}
      wide
    >
      {query.isPending && <Skeleton className="h-24" />}
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {revert.isError && <ErrorLine error={revert.error} />}
      {refused.length > 0 && (
        <p role="alert" className="mb-2 rounded-base bg-warn-soft px-3 py-2 text-warn">
          {revertWords(revert.variables?.isUndone === true, (revert.data?.size ?? 0) > 0)}:{' '}
          {plural(refused.length, 'cell or row', 'cells or rows')} {refused[0]!.detail}.
        </p>
      )}
      {query.isSuccess && actions.length === 0 && <EmptyState icon={History} title="Nothing has been changed yet" />}
      <ul className="divide-y divide-line">
        {actions.map((action) => {
          const isBusy = revert.isPending && revert.variables.id === action.id
          return (
            <li key={action.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
              <div className="min-w-0 flex-1 basis-56">
                <p
                  className={
                    action.isUndone && !action.isPartlyUndone
                      ? 'truncate text-quiet line-through'
                      : 'truncate font-medium'
                  }
                >
                  {sentence(action.label)}
                </p>
                {changeWords(action, webset.columns).map((line) => (
                  <p key={line} className="truncate text-small text-muted" title={line}>
                    {line}
                  </p>
                ))}
                <p className="text-small text-quiet">
                  {action.by.name},{' '}
                  <time dateTime={action.at} title={fullTime(action.at)}>
                    {ago(action.at)}
                  </time>
                  {action.size > 1 && ` · ${count.format(action.size)} changed`}
                  {action.isUndone && (action.isPartlyUndone ? ' · partly taken back' : ' · undone')}
                </p>
              </div>
              <Button tone="quiet" allowed={mayEdit} busy={isBusy} onClick={() => void start(action)}>
                {action.isUndone ? 'Redo' : 'Undo'}
              </Button>
            </li>
          )
        })}
      </ul>
    </Dialog>
  )
}

/** Something stayed as someone else had left it. */
function revertWords(isRedo: boolean, someWasDone: boolean): string {
  if (isRedo) return someWasDone ? 'Not all of it was done again' : 'It could not be done again'
  return someWasDone ? 'Not all of it was undone' : 'Nothing was undone'
}
