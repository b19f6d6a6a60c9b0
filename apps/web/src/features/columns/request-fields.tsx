import type { Column } from '@enrichify/contracts'
import { SelectField, TextField } from '../../ui/field.tsx'
import type { ColumnDraft } from './column-draft.ts'
import { ReferenceField } from './reference-field.tsx'

const VERBS = [
  { value: 'GET' as const, label: 'GET' },
  { value: 'POST' as const, label: 'POST' },
]

const RESENDS = [
  { value: 'never' as const, label: 'Do not send it again; ask me' },
  { value: 'again' as const, label: 'Send it once more' },
]

/** One request per row. The value is found at the path in its answer. */
export function RequestFields({
  request,
  onRequest,
  columns,
  error,
}: {
  request: ColumnDraft['request']
  onRequest: (request: ColumnDraft['request']) => void
  columns: readonly Column[]
  error: string | null
}) {
  return (
    <>
      <div className="grid grid-cols-[5.5rem_1fr] items-start gap-2">
        <SelectField
          label="Method"
          value={request.verb}
          onValue={(verb) => onRequest({ ...request, verb })}
          options={VERBS}
        />
        <ReferenceField
          label="Address"
          oneLine
          rows={2}
          spellCheck={false}
          placeholder="https://api.example.com/rates?name={Company}"
          error={error}
          columns={columns}
          value={request.url}
          onValue={(url) => onRequest({ ...request, url })}
        />
      </div>
      <TextField
        label="Where the value is in the answer"
        spellCheck={false}
        placeholder="data.0.rate"
        hint="Where it is in the JSON that comes back; leave it empty for the whole answer."
        value={request.path}
        onChange={(event) => onRequest({ ...request, path: event.target.value })}
        className="font-mono"
      />
      <ReferenceField
        label="Headers, one per line"
        rows={2}
        spellCheck={false}
        placeholder="Accept-Language: en"
        hint="Values are stored encrypted, and shown by their last four characters. Write a new value to replace one."
        columns={columns}
        value={request.headers}
        onValue={(headers) => onRequest({ ...request, headers })}
        className="font-mono"
      />
      {request.verb === 'POST' && (
        <>
          <ReferenceField
            label="Body"
            rows={4}
            spellCheck={false}
            placeholder={'{"name": "{Company}"}'}
            columns={columns}
            value={request.body}
            onValue={(body) => onRequest({ ...request, body })}
            className="font-mono"
          />
          <SelectField
            label="If it is not known whether a request arrived"
            hint="Each request carries an Idempotency-Key. Send again only if the service honours it."
            value={request.resend ?? 'never'}
            onValue={(resend) => onRequest({ ...request, resend })}
            options={RESENDS}
          />
        </>
      )}
    </>
  )
}
