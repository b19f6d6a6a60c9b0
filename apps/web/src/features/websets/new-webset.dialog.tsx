import { createWebset } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { errorText } from '../../ui/error-text.ts'
import { NameDialog } from '../../ui/name.dialog.tsx'

export function NewWebsetDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (id: string) => void }) {
  const client = useQueryClient()
  const [name, setName] = useState('')
  const create = useMutation({
    // Without a column there is no place to start typing.
    mutationFn: () =>
      call(createWebset, {
        body: {
          name,
          columns: [
            { name: 'Website', kind: 'url' },
            { name: 'Name', kind: 'text' },
          ],
        },
      }),
    onSuccess: (webset) => {
      client.setQueryData(keys.webset(webset.id), webset)
      void client.invalidateQueries({ queryKey: keys.allWebsets() })
      onCreated(webset.id)
    },
  })
  return (
    <NameDialog
      title="New webset"
      description="Starts with a Website and a Name column; you can change both."
      placeholder="Dentists in Leeds"
      value={name}
      onValue={setName}
      confirm="Create"
      busy={create.isPending}
      error={create.isError ? errorText(create.error) : null}
      onClose={onClose}
      onConfirm={() => create.mutate()}
    />
  )
}
