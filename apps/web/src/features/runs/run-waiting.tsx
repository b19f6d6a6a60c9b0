import type { Run } from '@enrichify/contracts'
import { useEffect, useState } from 'react'
import { waitingWords } from './run-words.ts'

/** A service that does not answer. The sentence changes when the time of the next try has come. */
export function RunWaiting({ waiting }: { waiting: NonNullable<Run['waiting']> }) {
  const [now, setNow] = useState(Date.now)
  const { until } = waiting
  useEffect(() => {
    if (!until) return
    const timer = setTimeout(() => setNow(Date.now()), Math.max(0, Date.parse(until) - Date.now()) + 50)
    return () => clearTimeout(timer)
  }, [until])
  return (
    <p role="status" className="text-warn">
      {waitingWords(waiting, now)}
    </p>
  )
}
