import { CLIENT_ROUTES } from '@enrichify/contracts'
import { useEffect } from 'react'
import { Outlet, useLocation } from 'react-router'
import { session } from '../api/client.ts'
import { useSessionState } from '../api/use-session.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { Splash } from '../ui/splash.tsx'

/** They ask for nothing that needs a session, so no one waits for the answer to who is signed in. */
const OPEN: readonly string[] = [CLIENT_ROUTES.signIn, CLIENT_ROUTES.register]

/** Finds out who is signed in before any screen asks for something. The one-time link brings its own session. */
export function Root() {
  const state = useSessionState()
  const { pathname } = useLocation()
  const bringsOwnSession = pathname === CLIENT_ROUTES.welcome
  const starting = state.status === 'starting'
  useEffect(() => {
    if (starting && !bringsOwnSession) void session.refresh()
  }, [starting, bringsOwnSession])
  if (bringsOwnSession) return <Outlet />
  if (state.status === 'starting') return OPEN.includes(pathname) ? <Outlet /> : <Splash />
  if (state.status === 'unreachable')
    return (
      <ErrorState
        title="Enrichify does not answer"
        error={new Error(state.message)}
        onRetry={() => void session.refresh()}
      />
    )
  return <Outlet />
}
