import { createToken, listTokens, revokeToken } from '@enrichify/contracts'
import { TOKEN_SCOPES, type TokenScope } from '@enrichify/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { ask } from '../../ui/ask.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { ago, fullTime } from '../../ui/format.ts'
import { toastProblem } from '../../ui/toast.ts'
import { SecretOnce } from './secret-once.tsx'

const SCOPE_WORDS = {
  read: 'Read websets, cells and evidence',
  write: 'Import, edit and delete',
  run: 'Start and stop runs',
  export: 'Export files',
} satisfies Record<TokenScope, string>
const EXPIRY = [
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: '', label: 'Never' },
] as const

export function TokensSection() {
  const client = useQueryClient()
  const mayManage = useAllowed('tokens.manage')
  const query = useQuery({
    queryKey: keys.tokens(),
    queryFn: ({ signal }) => call(listTokens, { signal }),
    enabled: mayManage === true,
  })
  const reread = () => client.invalidateQueries({ queryKey: keys.tokens() })
  const revoke = useMutation({
    mutationFn: (id: string) => call(revokeToken, { params: { id } }),
    onError: (error) => toastProblem(errorText(error)),
    onSettled: reread,
  })
  const askToRevoke = async ({ id, name }: { id: string; name: string }) => {
    const text = 'Scripts that use it stop working at once. It cannot be brought back.'
    if (await ask({ title: `Revoke “${name}”?`, text, yes: 'Revoke', danger: true })) revoke.mutate(id)
  }
  if (mayManage !== true) return <p className="text-quiet">{mayManage}</p>
  return (
    <div className="flex flex-col gap-6">
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.tokens.length === 0 && (
        <EmptyState icon={KeyRound} title="No API tokens">
          A token lets a script do what you allow, and nothing else.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {query.data?.tokens.map((token) => (
          <li key={token.id} className="flex items-center gap-3 py-2.5">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">
                {token.name} <code className="font-mono text-small font-normal text-quiet">{token.prefix}…</code>
              </p>
              <p className="text-small text-quiet">
                {token.scopes.join(', ')} · made {ago(token.createdAt)} ·{' '}
                {token.lastUsedAt ? `used ${ago(token.lastUsedAt)}` : 'never used'}
                {token.expiresAt && ` · until ${fullTime(token.expiresAt)}`}
              </p>
            </div>
            <IconButton icon={Trash2} label={`Revoke ${token.name}`} onClick={() => void askToRevoke(token)} />
          </li>
        ))}
      </ul>
      <TokenForm onMade={() => void reread()} />
    </div>
  )
}

function TokenForm({ onMade }: { onMade: () => void }) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['read'])
  const [days, setDays] = useState<(typeof EXPIRY)[number]['value']>('90')
  const make = useMutation({
    mutationFn: () =>
      call(createToken, { body: { name, scopes: [...scopes], ...(days ? { expiresInDays: Number(days) } : {}) } }),
    onSuccess: () => {
      setName('')
      onMade()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    make.mutate()
  }
  return (
    <form onSubmit={submit} className="flex max-w-reading flex-col gap-3 border-t border-line pt-5">
      <h2 className="font-semibold">New token</h2>
      <TextField
        label="Name"
        required
        maxLength={100}
        placeholder="Nightly export"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <fieldset className="flex flex-col gap-1.5">
        <legend className="mb-1 text-small font-medium text-muted">What it may do</legend>
        {TOKEN_SCOPES.map((scope) => (
          <CheckField
            key={scope}
            label={SCOPE_WORDS[scope]}
            checked={scopes.includes(scope)}
            onChange={(event) =>
              setScopes(event.target.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope))
            }
          />
        ))}
      </fieldset>
      <SelectField label="Expires" value={days} onValue={setDays} options={EXPIRY} />
      {make.isError && <ErrorLine error={make.error} />}
      <Button type="submit" tone="primary" busy={make.isPending} disabled={scopes.length === 0} className="self-start">
        Make a token
      </Button>
      {make.data && <SecretOnce label="Copy it now; it is not shown again" secret={make.data.token} />}
    </form>
  )
}
