import type { ReactNode } from 'react'

/** A section of a long screen: its name, what is beside it, and its content. */
export function Section({
  title,
  id,
  aside,
  hint,
  children,
}: {
  title: string
  id?: string
  aside?: ReactNode
  hint?: ReactNode
  children: ReactNode
}) {
  return (
    <section id={id} aria-label={title} className="flex scroll-mt-4 flex-col gap-2">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">{title}</h2>
        {hint && <p className="min-w-0 text-small text-quiet">{hint}</p>}
        {aside && <div className="ml-auto flex flex-wrap items-center gap-2">{aside}</div>}
      </header>
      {children}
    </section>
  )
}

/** Numbers at the top of a screen. */
export function Figures({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-base border border-line bg-line sm:grid-cols-4">
      {children}
    </dl>
  )
}

export function Figure({ label, value, note }: { label: string; value: ReactNode; note?: ReactNode }) {
  return (
    <div className="flex flex-col gap-0.5 bg-surface px-3.5 py-2.5">
      <dt className="text-small text-quiet">{label}</dt>
      <dd className="text-title font-semibold tracking-tight">{value}</dd>
      {note && <dd className="text-small text-quiet">{note}</dd>}
    </div>
  )
}
