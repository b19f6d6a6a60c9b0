import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Navigate, useSearchParams } from 'react-router'
import { callPublic, session } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { authStatus, login } from '../../api/sign-in-calls.ts'
import { useSessionState } from '../../api/use-session.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { TextField } from '../../ui/field.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'
import { AuthFrame } from './auth-frame.tsx'
import { localPath } from './local-path.ts'

export function SignInScreen() {
  const [search] = useSearchParams()
  const signedIn = useSessionState().status === 'signed-in'
  const status = useQuery({
    queryKey: keys.authStatus(),
    queryFn: () => callPublic(authStatus, {}),
    enabled: !signedIn,
  })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => callPublic(login, { body: { email, password } }),
    onSuccess: (answer) => session.accept(answer),
  })
  if (signedIn) return <Navigate to={localPath(search.get('next'))} replace />
  if (status.data?.hasAccount === false) return <Navigate to="/register" replace />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate()
  }
  return (
    <AuthFrame title="Sign in" lead="A lead spreadsheet you can audit.">
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {signIn.isError && <ErrorLine error={signIn.error} />}
        {status.isError && <ErrorLine error={status.error} onRetry={() => void status.refetch()} />}
        <PlainButton type="submit" tone="primary" large busy={signIn.isPending} className="mt-1">
          Sign in
        </PlainButton>
      </form>
      <p className="mt-5 text-small text-quiet">
        Running it yourself? The start command prints a link that signs you in. New here? Ask a manager for an
        invitation.
      </p>
    </AuthFrame>
  )
}
