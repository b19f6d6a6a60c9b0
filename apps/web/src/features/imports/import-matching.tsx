import type { Webset } from '@enrichify/contracts'
import { SelectField } from '../../ui/field.tsx'
import type { Options } from './use-import-preview.ts'

const ADD = ''

interface ImportMatchingProps {
  webset: Webset
  options: Options
  onChange: (options: Options) => void
}

function filledColumns({ columns }: Options): Set<string> {
  return new Set(columns.flatMap(({ skip, columnId }) => (skip || !columnId ? [] : [columnId])))
}

/** The column that rows are matched by; null when none is chosen, or when no column of the file fills it any more. */
export function keyOf(options: Options): string | null {
  return options.updateBy && filledColumns(options).has(options.updateBy) ? options.updateBy : null
}

/** Whether the rows of the file are added, or update rows that the webset has. */
export function ImportMatching({ webset, options, onChange }: ImportMatchingProps) {
  const filled = filledColumns(options)
  const keys = webset.columns.filter(({ id }) => filled.has(id))
  const updateBy = keyOf(options) ?? ADD
  return (
    <div className="flex flex-wrap items-end gap-3">
      <SelectField
        label="Rows of the file"
        value={updateBy}
        onValue={(value) => onChange({ ...options, updateBy: value || null })}
        options={[
          { value: ADD, label: 'Add all as new rows' },
          ...keys.map(({ id, name }) => ({ value: id, label: `Update the row with the same “${name}”` })),
        ]}
      />
      <p className="min-w-60 flex-1 text-small text-muted">
        {updateBy === ADD
          ? matchedWords(keys.length, options.columns.length)
          : 'Where no row has the value, a new row is added: one for all lines with that value. ' +
            'A value that several rows have is left out and counted. Empty cells of the file change nothing. ' +
            'The list of all changes takes back the whole import in one step.'}
      </p>
    </div>
  )
}

function matchedWords(matched: number, all: number): string {
  return matched === 0
    ? 'No column of the file has the name of a column here: all become new columns, unless you choose otherwise below.'
    : `${matched} of ${all} columns fill a column of the same name. Choose otherwise below the name of a column.`
}
