import { deleteWebset, restoreWebset, type Webset } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { toast } from '../../ui/toast.ts'

export function DeleteWebset({ webset, onClose }: { webset: Webset; onClose: () => void }) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const params = { id: webset.id }
  const remove = useMutation({
    mutationFn: () => call(deleteWebset, { params }),
    onSuccess: () => {
      onClose()
      void navigate('/')
      void client.invalidateQueries({ queryKey: keys.allWebsets() })
      toast(`“${webset.name}” is in the trash`, {
        label: 'Undo',
        run: () => void call(restoreWebset, { params }).then(() => navigate(`/websets/${webset.id}`)),
      })
    },
  })
  return (
    <Dialog
      title="Move this webset to the trash?"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            Move to the trash
          </Button>
        </>
      }
    >
      <p className="text-muted">
        “{webset.name}” leaves the list for everyone. You can restore it from the trash at any time, with all its rows,
        evidence and history.
      </p>
      {remove.isError && <ErrorLine error={remove.error} />}
    </Dialog>
  )
}
