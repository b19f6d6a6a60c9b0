import { Logo } from './logo.tsx'

/** Name and logo while something loads. `index.html` shows the same before any script runs; a test compares the two. */
export function Splash() {
  return (
    <div className="flex h-full items-center justify-center gap-2.5 bg-paper" role="status" aria-label="Loading">
      <Logo className="size-8" />
      <span className="text-large font-semibold tracking-tight">Enrichify</span>
    </div>
  )
}
