import type { Run } from '@enrichify/contracts'
import { useEffect, useState } from 'react'
import { duration } from '../../ui/format.ts'

export function Elapsed({ run }: { run: Run }) {
  const ticking = run.startedAt !== null && run.finishedAt === null && run.state !== 'paused'
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!ticking) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [ticking])
  if (!run.startedAt) return <>not started</>
  return <>{duration((run.finishedAt ? Date.parse(run.finishedAt) : now) - Date.parse(run.startedAt))}</>
}
