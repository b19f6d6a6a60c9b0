import { CLIENT_ROUTES } from '@enrichify/contracts'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { session } from './api/client.ts'
import { Providers } from './app/providers.tsx'
import { AppRouter } from './app/router.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
// Asked while the screen's code loads, not after it. The one-time link brings its own session.
if (location.pathname !== CLIENT_ROUTES.welcome) void session.refresh()
createRoot(root).render(
  <StrictMode>
    <Providers>
      <AppRouter />
    </Providers>
  </StrictMode>,
)
