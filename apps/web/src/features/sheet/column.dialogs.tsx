import type { Column } from '@enrichify/contracts'
import { useState, type FormEvent } from 'react'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { NameDialog } from '../../ui/name.dialog.tsx'
import { KIND_OPTIONS } from '../../words/kind-labels.ts'

interface ColumnDialogProps {
  column: Column
  edits: SheetEdits
  onClose: () => void
}

export function ColumnNameDialog({ column, edits, onClose }: ColumnDialogProps) {
  const [name, setName] = useState(column.name)
  const [seen] = useState(edits.version)
  const confirm = () => {
    edits.changeColumn(column.id, { name: name.trim() }, seen)
    onClose()
  }
  return (
    <NameDialog
      title="Rename the column"
      value={name}
      onValue={setName}
      confirm="Rename"
      busy={false}
      error={null}
      onClose={onClose}
      onConfirm={confirm}
    />
  )
}

export function RetypeDialog({ column, edits, onClose }: ColumnDialogProps) {
  const [kind, setKind] = useState(column.kind)
  const [options, setOptions] = useState((column.settings.options ?? []).join('\n'))
  const [region, setRegion] = useState(column.settings.region ?? '')
  const [seen] = useState(edits.version)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const list = options
      .split('\n')
      .map((option) => option.trim())
      .filter((option) => option !== '')
    const settings = {
      ...(kind === 'choice' && list.length > 0 ? { options: list } : {}),
      ...(kind === 'phone' && region ? { region: region.toUpperCase() } : {}),
    }
    edits.changeColumn(column.id, { kind, settings }, seen)
    onClose()
  }
  return (
    <Dialog
      title={`Type of “${column.name}”`}
      description="Values that do not fit the new type stay as they are."
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <SelectField label="Type" value={kind} onValue={setKind} options={KIND_OPTIONS} />
        {kind === 'choice' && (
          <TextArea
            label="Options, one per line"
            hint="Without options any text is accepted."
            rows={5}
            value={options}
            onChange={(event) => setOptions(event.target.value)}
          />
        )}
        {kind === 'phone' && (
          <TextField
            label="Country of national numbers"
            hint="Two letters such as DE or US; numbers without a country code are read as numbers of this country."
            maxLength={2}
            pattern="[A-Za-z]{2}"
            value={region}
            onChange={(event) => setRegion(event.target.value)}
          />
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary">
            Change the type
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
