import type { Connection, ProviderJson } from '@enrichify/contracts'
import { TriangleAlert } from 'lucide-react'
import { useAllowed } from '../../api/use-session.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField, TextField } from '../../ui/field.tsx'
import { LINK } from '../../ui/link.ts'
import { isUnlisted, type ConnectionDraft } from './connection-draft.ts'
import { ConnectionMore } from './connection-more.tsx'
import { DefaultModel } from './default-model.tsx'
import { OwnPrices } from './own-prices.tsx'
import { ProvenanceBadge } from './provenance-badge.tsx'
import { ProviderFields } from './provider-fields.tsx'
import { priceSource, providerPriceWords } from './provider-words.ts'

interface FormProps {
  formId: string
  provider: ProviderJson
  connection: Connection | null
  draft: ConnectionDraft
  onDraft: (draft: ConnectionDraft) => void
  problems: Record<string, string>
  error: unknown
  onSubmit: () => void
}

export function ConnectionForm({ formId, provider, connection, draft, onDraft, problems, error, onSubmit }: FormProps) {
  const mayManage = useAllowed('providers.manage')
  const change = (part: Partial<ConnectionDraft>) => onDraft({ ...draft, ...part })
  const source = priceSource(provider)
  return (
    <form
      id={formId}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
      className="flex flex-col gap-4"
    >
      {provider.legacy && (
        <p className="flex items-start gap-2 rounded-base bg-warn-soft px-3 py-2 text-warn">
          <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
          {provider.legacy}
        </p>
      )}
      <p className="text-small text-quiet">
        {priceLead(provider)}
        {source && (
          <>
            {' '}
            as of {source.asOf},{' '}
            <a href={source.source} target="_blank" rel="noopener noreferrer" className={LINK}>
              source
            </a>
          </>
        )}
        {' · '}
        <ProvenanceBadge provenance={provider.provenance} />
      </p>
      {provider.key !== 'none' && (
        <KeyField
          provider={provider}
          connection={connection}
          value={draft.key}
          error={problems.key ?? null}
          onValue={(key) => change({ key })}
        />
      )}
      {provider.kind === 'llm' && (
        <DefaultModel
          provider={provider}
          value={draft.defaultModel}
          onValue={(defaultModel) => change({ defaultModel })}
        />
      )}
      {isUnlisted(provider, draft) && (
        <OwnPrices
          provider={provider}
          draft={draft}
          error={problems.prices ?? null}
          onPrices={(prices) => change({ prices })}
        />
      )}
      <ProviderFields
        fields={provider.fields}
        values={draft.settings}
        problems={problems}
        onValues={(settings) => change({ settings })}
      />
      {!connection && (
        <SelectField
          label="Who may use it"
          value={mayManage === true ? draft.owner : 'me'}
          disabled={mayManage !== true}
          onValue={(owner) => change({ owner })}
          hint={
            mayManage === true
              ? draft.owner === 'me'
                ? 'Used for your own runs only; no one else sees it.'
                : 'Everyone’s runs in this workspace use it.'
              : `For your own runs. ${mayManage}`
          }
          options={[
            { value: 'workspace', label: 'Everyone in the workspace' },
            { value: 'me', label: 'Only me' },
          ]}
        />
      )}
      <ConnectionMore provider={provider} draft={draft} problems={problems} onDraft={onDraft} />
      {error !== null && error !== undefined && <ErrorLine error={error} />}
      {/* So that Enter sends the form from every field; the visible button is in the dialog's footer. */}
      <button type="submit" hidden />
    </form>
  )
}

function priceLead(provider: ProviderJson): string {
  const words = providerPriceWords(provider)
  return /^(?:from )?\$/.test(words) ? `Costs ${words}` : words.charAt(0).toUpperCase() + words.slice(1)
}

function KeyField({
  provider,
  connection,
  value,
  error,
  onValue,
}: {
  provider: ProviderJson
  connection: Connection | null
  value: string
  error: string | null
  onValue: (key: string) => void
}) {
  return (
    <TextField
      label={provider.key === 'optional' ? 'Key (optional)' : 'Key'}
      type="password"
      autoComplete="off"
      spellCheck={false}
      autoFocus={!connection}
      value={value}
      error={error}
      placeholder={connection?.lastFour ? `•••• ${connection.lastFour} stays when this is left empty` : undefined}
      onChange={(event) => onValue(event.target.value)}
      hint={
        <>
          Stored encrypted, never shown again.{' '}
          {provider.keyPage && (
            <a href={provider.keyPage} target="_blank" rel="noopener noreferrer" className={LINK}>
              Get a key at {provider.label}
            </a>
          )}
        </>
      }
    />
  )
}
