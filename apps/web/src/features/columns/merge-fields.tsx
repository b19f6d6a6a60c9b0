import type { Column } from '@enrichify/contracts'
import { X } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { SortableList } from './sortable-list.tsx'

/** The columns from which the best proven value is taken; of equally good values, the one from the upper column. */
export function MergeFields({
  ids,
  onIds,
  columns,
  error,
}: {
  ids: readonly string[]
  onIds: (ids: readonly string[]) => void
  columns: readonly Column[]
  error: string | null
}) {
  const name = (id: string): string => columns.find((column) => column.id === id)?.name ?? 'a deleted column'
  const left = columns.filter(({ id }) => !ids.includes(id))
  return (
    <div className="flex flex-col gap-2">
      <h3 className="text-small font-medium text-muted">Taken from</h3>
      {ids.length > 0 && (
        <SortableList label="Columns to take from" items={ids} keyOf={(id) => id} nameOf={name} onItems={onIds}>
          {(id, index) => (
            <div className="flex items-center gap-2">
              <span className="w-4 text-right text-small text-quiet">{index + 1}</span>
              <span className="min-w-0 flex-1 truncate">{name(id)}</span>
              <IconButton
                icon={X}
                label={`Leave ${name(id)} out`}
                onClick={() => onIds(ids.filter((other) => other !== id))}
                className="h-6! w-6! pointer-coarse:h-control! pointer-coarse:w-control!"
              />
            </div>
          )}
        </SortableList>
      )}
      {left.length > 0 && (
        <SelectField
          label="Add a column to take from"
          hideLabel
          value=""
          onValue={(id) => id !== '' && onIds([...ids, id])}
          options={[
            { value: '', label: 'Add a column…' },
            ...left.map((column) => ({ value: column.id, label: column.name })),
          ]}
        />
      )}
      <p className={error ? 'text-small text-danger' : 'text-small text-quiet'}>
        {error ??
          'The best proven value is taken, with its quote. When values are equally good, the upper column wins.'}
      </p>
    </div>
  )
}
