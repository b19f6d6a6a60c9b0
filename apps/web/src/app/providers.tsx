import { QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { ActionsProvider } from '../actions/action-registry.tsx'
import { makeQueryClient } from '../api/query-client.ts'
import { Asking } from '../ui/asking.tsx'
import { toast } from '../ui/toast.ts'
import { Toasts } from '../ui/toasts.tsx'
import { typeAhead } from '../ui/type-ahead.ts'

export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient)
  return (
    <QueryClientProvider client={client}>
      <ActionsProvider isTyping={() => typeAhead.isOpening} onRefused={toast}>
        {children}
        <Toasts />
        <Asking />
      </ActionsProvider>
    </QueryClientProvider>
  )
}
