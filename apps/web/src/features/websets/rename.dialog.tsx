import { updateWebset } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { errorText } from '../../ui/error-text.ts'
import { NameDialog } from '../../ui/name.dialog.tsx'

export function RenameDialog({ webset, onClose }: { webset: { id: string; name: string }; onClose: () => void }) {
  const client = useQueryClient()
  const [name, setName] = useState(webset.name)
  const rename = useMutation({
    mutationFn: () => call(updateWebset, { params: { id: webset.id }, body: { name } }),
    onSuccess: (answer) => {
      client.setQueryData(keys.webset(webset.id), answer)
      void client.invalidateQueries({ queryKey: keys.allWebsets() })
      onClose()
    },
  })
  return (
    <NameDialog
      title="Rename the webset"
      value={name}
      onValue={setName}
      confirm="Rename"
      busy={rename.isPending}
      error={rename.isError ? errorText(rename.error) : null}
      onClose={onClose}
      onConfirm={() => rename.mutate()}
    />
  )
}
