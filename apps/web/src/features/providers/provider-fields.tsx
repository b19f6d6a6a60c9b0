import type { ProviderField } from '@enrichify/contracts'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'

type Values = Record<string, string | number | boolean>

/** The settings of a service, as its catalogue entry describes them. */
export function ProviderFields({
  fields,
  values,
  problems,
  onValues,
}: {
  fields: readonly ProviderField[]
  values: Values
  problems: Record<string, string>
  onValues: (values: Values) => void
}) {
  if (fields.length === 0) return null
  return (
    <>
      {fields.map((field) => (
        <OneField
          key={field.name}
          field={field}
          value={values[field.name] ?? ''}
          error={problems[field.name] ?? null}
          onValue={(value) => onValues({ ...values, [field.name]: value })}
        />
      ))}
    </>
  )
}

function OneField({
  field,
  value,
  error,
  onValue,
}: {
  field: ProviderField
  value: string | number | boolean
  error: string | null
  onValue: (value: string | number | boolean) => void
}) {
  const { title, description } = field
  switch (field.type) {
    case 'boolean':
      return (
        <CheckField
          label={title}
          hint={description}
          checked={value === true}
          onChange={(event) => onValue(event.target.checked)}
        />
      )
    case 'choice':
      return (
        <SelectField
          label={title}
          hint={description}
          value={String(value)}
          onValue={onValue}
          options={field.options.map((option) => ({ value: option, label: option }))}
        />
      )
    case 'number':
    case 'text':
      return (
        <TextField
          label={title}
          hint={description}
          error={error}
          autoComplete="off"
          spellCheck={false}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          value={String(value)}
          onChange={(event) => onValue(event.target.value)}
        />
      )
  }
}
