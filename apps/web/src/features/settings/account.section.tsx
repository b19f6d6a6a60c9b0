import { listTokens, setPassword } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, X } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { call, session } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed, useMe } from '../../api/use-session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { CheckField, SelectField, TextField } from '../../ui/field.tsx'
import { setTheme, useTheme, type ThemeChoice } from '../../ui/theme.ts'
import { toast } from '../../ui/toast.ts'

const THEMES: { value: ThemeChoice; label: string }[] = [
  { value: 'system', label: 'Same as the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

export function AccountSection() {
  const { user, workspace, role } = useMe()
  const theme = useTheme()
  return (
    <div className="flex max-w-reading flex-col gap-6">
      {!user.hasPassword && <PasswordHint />}
      <dl className="grid grid-cols-[8rem_1fr] gap-y-1.5">
        <dt className="text-muted">Name</dt>
        <dd>{user.name}</dd>
        <dt className="text-muted">E-mail</dt>
        <dd>{user.email ?? 'none yet'}</dd>
        <dt className="text-muted">Workspace</dt>
        <dd>
          {workspace.name}, as {role}
        </dd>
      </dl>
      <SelectField label="Appearance" value={theme.choice} onValue={setTheme} options={THEMES} />
      <PasswordForm />
    </div>
  )
}

const HINT_KEY = 'enrichify.hint.password'

/** A person who came by the printed link needs another link to come back, until there is a password. */
function PasswordHint() {
  const [away, setAway] = useState(() => localStorage.getItem(HINT_KEY) === 'away')
  if (away) return null
  const putAway = () => {
    localStorage.setItem(HINT_KEY, 'away')
    setAway(true)
  }
  return (
    <div className="flex items-start gap-3 rounded-base border border-accent-line bg-accent-soft py-2.5 pr-2 pl-3.5">
      <KeyRound className="mt-0.5 size-4 shrink-0 text-accent" aria-hidden />
      <p className="flex-1">
        You signed in with the link that the start command printed. Set an e-mail and a password below to sign in
        without it, for example from another device.
      </p>
      <IconButton icon={X} label="Not now" onClick={putAway} />
    </div>
  )
}

function PasswordForm() {
  const { user } = useMe()
  const [email, setEmail] = useState(user.email ?? '')
  const [current, setCurrent] = useState('')
  const [password, setNext] = useState('')
  const [endTokens, setEndTokens] = useState(false)
  const client = useQueryClient()
  const tokens = useQuery({
    queryKey: keys.tokens(),
    queryFn: ({ signal }) => call(listTokens, { signal }),
    enabled: useAllowed('tokens.manage') === true,
  }).data?.tokens
  const save = useMutation({
    mutationFn: () =>
      call(setPassword, {
        body: {
          password,
          ...(email && email !== user.email ? { email } : {}),
          ...(user.hasPassword ? { current } : {}),
          ...(endTokens ? { endTokens } : {}),
        },
      }),
    onSuccess: (answer) => {
      session.accept(answer)
      setCurrent('')
      setNext('')
      setEndTokens(false)
      toast(`Saved. All other sessions were signed out${endTokens ? ', and your API tokens have ended' : ''}.`)
      void client.invalidateQueries({ queryKey: keys.tokens() })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5 border-t border-line pt-5">
      <h2 className="font-semibold">{user.hasPassword ? 'Change the password' : 'Set a password'}</h2>
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      {user.hasPassword && (
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      )}
      <TextField
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint="At least 10 characters. Ends all other sessions."
        value={password}
        onChange={(event) => setNext(event.target.value)}
      />
      {tokens && tokens.length > 0 && (
        <CheckField
          label="End my API tokens too"
          hint={`Scripts that use them stop working: ${tokens.map(({ name }) => name).join(', ')}.`}
          checked={endTokens}
          onChange={(event) => setEndTokens(event.target.checked)}
        />
      )}
      {save.isError && <ErrorLine error={save.error} />}
      <Button type="submit" tone="primary" busy={save.isPending} className="self-start">
        Save
      </Button>
    </form>
  )
}
