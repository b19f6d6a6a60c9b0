import type { FormEvent } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { TextField } from './field.tsx'

interface NameDialogProps {
  title: string
  description?: string
  placeholder?: string
  value: string
  onValue: (value: string) => void
  confirm: string
  busy: boolean
  error: string | null
  onClose: () => void
  onConfirm: () => void
}

export function NameDialog({
  title,
  description,
  placeholder,
  value,
  onValue,
  confirm,
  busy,
  error,
  onClose,
  onConfirm,
}: NameDialogProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (value.trim() !== '') onConfirm()
  }
  return (
    <Dialog title={title} description={description} onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label="Name"
          autoFocus
          required
          maxLength={200}
          placeholder={placeholder}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          onFocus={(event) => event.target.select()}
          error={error}
        />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={busy} disabled={value.trim() === ''}>
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
