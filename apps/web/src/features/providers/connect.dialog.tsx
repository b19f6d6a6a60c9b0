import {
  addConnection,
  testConnection,
  updateConnection,
  type Connection,
  type ProviderJson,
} from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ArrowLeft } from 'lucide-react'
import { useId, useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useProviders } from '../../api/use-models.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { draftBody, draftOf, draftProblems, type ConnectionDraft } from './connection-draft.ts'
import { ConnectionForm } from './connection-form.tsx'
import { ConnectionTested } from './connection-tested.tsx'
import { ProviderPick } from './provider-pick.tsx'

/** Choose a service, say how to reach it, and see at once whether it answers. The same form changes a connection. */
export function ConnectDialog({
  connection,
  onClose,
  onEdit,
}: {
  connection: Connection | null
  onClose: () => void
  onEdit: (connection: Connection) => void
}) {
  const catalogue = useProviders()
  const client = useQueryClient()
  const formId = useId()
  const providers = catalogue.data?.providers ?? []
  const [pickedId, setPicked] = useState<string | null>(connection?.providerId ?? null)
  const provider = providers.find(({ id }) => id === pickedId) ?? null
  const save = useMutation({
    mutationFn: async ({ provider: of, draft }: { provider: ProviderJson; draft: ConnectionDraft }) => {
      const body = draftBody(of, draft, connection)
      const saved = connection
        ? await call(updateConnection, { params: { id: connection.id }, body })
        : await call(addConnection, { body: { providerId: of.id, owner: draft.owner, ...body } })
      void client.invalidateQueries({ queryKey: keys.connections() })
      return saved
    },
    onSuccess: (saved) => test.mutate(saved.id),
  })
  // Not a part of saving: a service that does not answer now is connected anyway.
  const test = useMutation({
    mutationFn: (id: string) => call(testConnection, { params: { id } }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: keys.connections() })
      void client.invalidateQueries({ queryKey: keys.models() })
    },
  })
  const edit = () => {
    const saved = test.data ?? save.data
    // An edit stays in this dialog, and starts again from what was saved.
    save.reset()
    test.reset()
    if (saved) onEdit(saved)
  }
  if (save.data) {
    return (
      <Dialog title={save.data.label} onClose={onClose}>
        <ConnectionTested
          saved={save.data}
          tested={test.data ?? null}
          error={test.error}
          onAgain={() => test.mutate(save.data.id)}
          onEdit={edit}
          onClose={onClose}
        />
      </Dialog>
    )
  }
  if (!provider) {
    return (
      <Dialog
        title="Connect a service"
        description="With your own key and at your own account’s prices."
        onClose={onClose}
      >
        {catalogue.isPending && <Skeleton className="h-64" />}
        {catalogue.isError && <ErrorLine error={catalogue.error} onRetry={() => void catalogue.refetch()} />}
        {catalogue.isSuccess &&
          (pickedId ? (
            <p className="text-muted">
              This version no longer knows the service “{pickedId}”. Remove the connection, or update the server.
            </p>
          ) : (
            <ProviderPick providers={providers} onPick={(picked) => setPicked(picked.id)} />
          ))}
      </Dialog>
    )
  }
  return (
    <Dialog
      title={connection ? `Edit ${connection.label}` : `Connect ${provider.label}`}
      description={provider.summary}
      onClose={onClose}
      keepOpen={save.isPending}
      footer={
        <>
          {!connection && (
            <Button tone="quiet" icon={ArrowLeft} onClick={() => setPicked(null)} className="mr-auto">
              Back
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={formId} busy={save.isPending}>
            {connection ? 'Save and test' : 'Connect and test'}
          </Button>
        </>
      }
    >
      <ProviderDraft
        key={provider.id}
        formId={formId}
        provider={provider}
        connection={connection}
        error={save.error}
        onSend={(draft) => !save.isPending && save.mutate({ provider, draft })}
      />
    </Dialog>
  )
}

function ProviderDraft({
  formId,
  provider,
  connection,
  error,
  onSend,
}: {
  formId: string
  provider: ProviderJson
  connection: Connection | null
  error: unknown
  onSend: (draft: ConnectionDraft) => void
}) {
  const [draft, setDraft] = useState(() => draftOf(provider, connection))
  const [tried, setTried] = useState(false)
  const problems = draftProblems(provider, draft, connection)
  const submit = () => {
    setTried(true)
    if (Object.keys(problems).length === 0) onSend(draft)
  }
  return (
    <ConnectionForm
      formId={formId}
      provider={provider}
      connection={connection}
      draft={draft}
      onDraft={setDraft}
      problems={tried ? problems : {}}
      error={error}
      onSubmit={submit}
    />
  )
}
