import { listWebsets } from '@enrichify/contracts'
import { useEffect, useState } from 'react'
import { Link, useLocation, useNavigate } from 'react-router'
import { call, callPublic, session } from '../../api/client.ts'
import { loginWithLink } from '../../api/sign-in-calls.ts'
import { errorText } from '../../ui/error-text.ts'
import { Splash } from '../../ui/splash.tsx'
import { AuthFrame } from './auth-frame.tsx'

// The link works once, and React mounts twice in development, so the answer is remembered by its token.
const visits = new Map<string, Promise<string>>()

/** Signs in by the link and says where to go: into the sample when it is the only webset, as it is on a first visit. */
async function visit(token: string): Promise<string> {
  try {
    session.accept(await callPublic(loginWithLink, { body: { token } }))
  } catch (error) {
    // The link was opened before. A person who is already signed in here needs no message.
    if (!(await session.refresh())) throw error
    return '/'
  }
  const { websets } = await call(listWebsets, {})
  const samples = websets.filter((webset) => webset.isSample)
  return samples.length === 1 && samples[0] ? `/websets/${samples[0].id}` : '/'
}

export function WelcomeScreen() {
  const { hash } = useLocation()
  // A newer link pasted into the same tab changes only the hash, and still is a new visit.
  return <Visit key={hash} token={new URLSearchParams(hash.slice(1)).get('token') ?? ''} />
}

function Visit({ token }: { token: string }) {
  const navigate = useNavigate()
  const [problem, setProblem] = useState<string | null>(null)
  // The token leaves the address bar before it is used.
  useEffect(() => {
    history.replaceState(history.state, '', '/welcome')
    const going = visits.get(token) ?? visit(token)
    visits.set(token, going)
    going.then((path) => navigate(path, { replace: true })).catch((error: unknown) => setProblem(errorText(error)))
  }, [token, navigate])
  if (problem === null) return <Splash />
  return (
    <AuthFrame title="This link does not work any more" lead={problem}>
      <p className="text-muted">
        Start Enrichify again and it prints a new link, or{' '}
        <Link to="/sign-in" className="text-accent underline underline-offset-2">
          sign in with a password
        </Link>
        .
      </p>
    </AuthFrame>
  )
}
