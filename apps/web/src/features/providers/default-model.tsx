import type { ProviderJson } from '@enrichify/contracts'
import { useState } from 'react'
import { SelectField, TextField } from '../../ui/field.tsx'
import { tokenPriceWords } from '../../words/token-price.ts'

const OTHER = '\u0000other'

/** The model that is asked when a column names none: from the list with its prices, or any other by name. */
export function DefaultModel({
  provider,
  value,
  onValue,
}: {
  provider: ProviderJson
  value: string
  onValue: (model: string) => void
}) {
  const known = provider.models.some(({ id }) => id === value)
  const [typing, setTyping] = useState(!known)
  const listed = provider.models.length > 0
  return (
    <>
      {listed && (
        <SelectField
          label="Model"
          hint="Used when a column names no other model."
          value={typing ? OTHER : value}
          onValue={(next) => {
            setTyping(next === OTHER)
            onValue(next === OTHER ? '' : next)
          }}
          options={[
            ...provider.models.map(({ id, label, price }) => ({
              value: id,
              label: `${label} · ${tokenPriceWords(price)}`,
            })),
            { value: OTHER, label: 'Another model…' },
          ]}
        />
      )}
      {(typing || !listed) && (
        <TextField
          label={listed ? 'Name of the model' : 'Model'}
          hint="Exactly as the service writes it."
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onValue(event.target.value)}
        />
      )}
    </>
  )
}
