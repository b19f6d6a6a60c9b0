import type { Column, Filter } from '@enrichify/contracts'
import { comparisonProblem } from '@enrichify/domain'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { operatorsFor, OPERATOR_WORDS, valuesFor, type FilterOperator } from '../../words/filter-words.ts'

export function FilterForm({
  columns,
  columnId,
  onAdd,
}: {
  columns: readonly Column[]
  columnId: string | null
  onAdd: (filter: Filter) => void
}) {
  const [chosenId, setChosenId] = useState(columnId ?? columns[0]?.id ?? '')
  const column = columns.find((candidate) => candidate.id === chosenId) ?? columns[0]
  const operators = column ? operatorsFor(column) : []
  const [chosenOp, setOp] = useState<FilterOperator | null>(null)
  const op = chosenOp && operators.includes(chosenOp) ? chosenOp : operators[0]
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  if (!column || !op) return <p className="p-2 text-muted">There is no column to filter by yet.</p>
  const values = valuesFor(column, op)
  const value =
    values === null ? typed.trim() : values.some((option) => option.value === typed) ? typed : (values[0]?.value ?? '')
  const problem = comparisonProblem({ op, value }, column.kind)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (values === null && value === '') return
    setTried(true)
    if (problem) return
    onAdd({ column: column.id, op, ...(value === '' ? {} : { value }) })
  }
  return (
    <form onSubmit={submit} className="flex w-72 flex-col gap-2 p-2">
      <SelectField
        label="Column"
        hideLabel
        value={column.id}
        onValue={setChosenId}
        options={columns.map((candidate) => ({ value: candidate.id, label: candidate.name }))}
      />
      <SelectField
        label="Condition"
        hideLabel
        value={op}
        onValue={setOp}
        options={operators.map((operator) => ({ value: operator, label: OPERATOR_WORDS[operator] }))}
      />
      {values === null && (
        <TextField
          label="Value"
          hideLabel
          placeholder={column.kind === 'date' ? '2026-03-31' : 'Value'}
          value={typed}
          error={tried && problem ? `This ${problem}.` : null}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
      {values !== null && values.length > 0 && (
        <SelectField label="Value" hideLabel value={value} onValue={setTyped} options={values} />
      )}
      <Button type="submit" tone="primary" disabled={values === null && value === ''}>
        Apply the filter
      </Button>
    </form>
  )
}
