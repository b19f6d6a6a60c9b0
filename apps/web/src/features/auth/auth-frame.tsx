import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

export function AuthFrame({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <main className="flex min-h-full flex-col items-center justify-center bg-paper px-4 py-10">
      <title>{`${title} · Enrichify`}</title>
      <div className="w-full max-w-sm">
        <div className="mb-7 flex items-center gap-2.5">
          <Logo className="size-8" />
          <span className="text-large font-semibold tracking-tight">Enrichify</span>
        </div>
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        {lead && <p className="mt-1 text-muted">{lead}</p>}
        <div className="mt-5">{children}</div>
      </div>
    </main>
  )
}
