import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { Link, Navigate, useSearchParams } from 'react-router'
import { callPublic, session } from '../../api/client.ts'
import { register } from '../../api/sign-in-calls.ts'
import { useSessionState } from '../../api/use-session.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { TextField } from '../../ui/field.tsx'
import { PlainButton } from '../../ui/plain-button.tsx'
import { AuthFrame } from './auth-frame.tsx'

export function RegisterScreen() {
  const [search] = useSearchParams()
  const invitation = search.get('invitation') ?? undefined
  const signedIn = useSessionState().status === 'signed-in'
  const [form, setForm] = useState({ name: '', email: '', password: '' })
  const create = useMutation({
    mutationFn: () => callPublic(register, { body: { ...form, ...(invitation ? { invitation } : {}) } }),
    onSuccess: (answer) => session.accept(answer),
  })
  if (signedIn) return <Navigate to="/" replace />
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate()
  }
  const set = (key: keyof typeof form) => (event: { target: { value: string } }) =>
    setForm({ ...form, [key]: event.target.value })
  const lead = invitation
    ? 'You were invited. Choose how you sign in from now on.'
    : 'Only the first account needs no invitation. It owns this installation.'
  return (
    <AuthFrame title={invitation ? 'Join the workspace' : 'Create the first account'} lead={lead}>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        <TextField
          label="Name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          autoFocus
          value={form.name}
          onChange={set('name')}
        />
        <TextField
          label="E-mail"
          type="email"
          name="email"
          autoComplete="username"
          required
          value={form.email}
          onChange={set('email')}
        />
        <TextField
          label="Password"
          type="password"
          name="password"
          autoComplete="new-password"
          required
          minLength={10}
          hint="At least 10 characters"
          value={form.password}
          onChange={set('password')}
        />
        {create.isError && <ErrorLine error={create.error} />}
        <PlainButton type="submit" tone="primary" large busy={create.isPending} className="mt-1">
          Create account
        </PlainButton>
      </form>
      <p className="mt-5 text-small text-quiet">
        Have an account?{' '}
        <Link to="/sign-in" className="text-accent underline underline-offset-2">
          Sign in
        </Link>
      </p>
    </AuthFrame>
  )
}
