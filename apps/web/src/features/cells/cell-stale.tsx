import { History, RotateCw } from 'lucide-react'
import type { Allowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'

/** What the cell was made from has changed since, or a person has marked it as wrong. */
export function CellStale({
  judge,
  mayRun,
  onRunAgain,
}: {
  /** Who marked it as wrong; null: no one did. */
  judge: string | null
  mayRun: Allowed
  onRunAgain: () => void
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-base bg-warn-soft py-2 pr-2 pl-3 text-warn">
      <History className="size-4 shrink-0" aria-hidden />
      <p className="min-w-40 flex-1">
        {judge
          ? `${judge} marked it as wrong, so it waits to be answered again.`
          : 'Out of date: the question, or a cell that this one is made from, has changed since.'}
      </p>
      <Button icon={RotateCw} allowed={mayRun} onClick={onRunAgain}>
        Run again
      </Button>
    </div>
  )
}
