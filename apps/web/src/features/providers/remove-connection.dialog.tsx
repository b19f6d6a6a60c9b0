import { deleteConnection, type Connection } from '@enrichify/contracts'
import { useMutation } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { toast } from '../../ui/toast.ts'

export function RemoveConnection({
  connection,
  onClose,
  onRemoved,
}: {
  connection: Connection
  onClose: () => void
  onRemoved: () => void
}) {
  const remove = useMutation({
    mutationFn: () => call(deleteConnection, { params: { id: connection.id } }),
    onSuccess: () => {
      onClose()
      onRemoved()
      toast(`${connection.label} is no longer connected`)
    },
  })
  return (
    <Dialog
      title={`Remove ${connection.label}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Remove
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 text-muted">
        <p>
          {connection.lastFour
            ? `The key •••• ${connection.lastFour} is deleted for good. Revoke it at the service too if you can.`
            : 'Its settings are deleted for good.'}
        </p>
        <p>Columns that use it are answered by the next service of the same kind, or stay empty.</p>
        {remove.isError && <ErrorLine error={remove.error} />}
      </div>
    </Dialog>
  )
}
