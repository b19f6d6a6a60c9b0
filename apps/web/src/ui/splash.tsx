import { Logo } from './logo.tsx'

export function Splash() {
  return (
    <div className="flex h-full items-center justify-center bg-paper" role="status" aria-label="Loading">
      <Logo className="breathe size-9" />
    </div>
  )
}
