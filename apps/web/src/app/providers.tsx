import { QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ActionsProvider } from '../actions/action-registry.tsx'
import { makeQueryClient } from '../api/query-client.ts'
import { Toasts } from '../ui/toasts.tsx'

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  return (
    <QueryClientProvider client={client}>
      <ActionsProvider>
        {children}
        <Toasts />
      </ActionsProvider>
    </QueryClientProvider>
  )
}
