import type { CellDetail } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { keys } from '../../api/keys.ts'
import type { QueuedStep } from '../../document/command-queue.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import { waitingChoice, waitingVerdict } from '../../document/waiting-changes.ts'
import { cx } from '../../ui/cx.ts'
import { Keys } from '../../ui/keys.tsx'

/** What a person says of a cell: sent like every change, and shown until the server has answered. */
export function useJudge(
  websetId: string,
  { rowId, columnId }: Pick<CellDetail, 'rowId' | 'columnId'>,
  edits: SheetEdits,
  steps: readonly QueuedStep[],
) {
  const client = useQueryClient()
  const queryKey = keys.cell(websetId, rowId, columnId)
  const cell = { rowId, columnId }
  return {
    /** Undefined: nothing waits. */
    waiting: waitingVerdict(steps, cell),
    /** The quote of the candidate that is being taken. */
    choosing: waitingChoice(steps, cell),
    say: async (verdict: 'right' | 'wrong' | null) => {
      const isSaved = (await edits.judge(cell, verdict)) !== null
      if (isSaved)
        client.setQueryData<CellDetail>(queryKey, (detail) => detail && { ...detail, verdict, judgedBy: null })
      await client.invalidateQueries({ queryKey })
    },
    choose: async (evidenceId: string) => {
      await edits.choose(cell, evidenceId)
      await client.invalidateQueries({ queryKey })
    },
  }
}
export type Judge = ReturnType<typeof useJudge>

/** Named keys, because Alt with a letter types another sign on some keyboards. */
export const VERDICT_KEYS = { right: 'alt+enter', wrong: 'alt+backspace' } as const

/** `putAsideBy`: a run emptied the cell because this person had marked its value as wrong. */
export function CellVerdict({
  verdict,
  judge,
  putAsideBy = null,
}: {
  verdict: CellDetail['verdict']
  judge: Judge
  putAsideBy?: string | null
}) {
  return (
    <div role="group" aria-label="Is it right?" className="flex flex-wrap items-center gap-1.5">
      {(putAsideBy ? (['wrong'] as const) : (['right', 'wrong'] as const)).map((value) => {
        const pressed = verdict === value
        const Icon = value === 'right' ? Check : X
        return (
          <button
            key={value}
            type="button"
            aria-pressed={pressed}
            onClick={() => void judge.say(pressed ? null : value)}
            className={cx(
              'flex h-control items-center gap-1.5 rounded-base border',
              'px-2.5 font-medium transition-colors duration-100',
              pressed
                ? value === 'right'
                  ? 'border-accent bg-accent-soft text-accent-strong'
                  : 'border-danger bg-danger-soft text-danger'
                : 'border-line-strong bg-raised text-muted hover:bg-hover hover:text-ink',
            )}
          >
            <Icon className="size-3.5" aria-hidden />
            {value === 'right' ? 'Right' : 'Wrong'}
            {!putAsideBy && <Keys shortcut={VERDICT_KEYS[value]} />}
          </button>
        )
      })}
      {verdict && (
        <p className="min-w-0 text-small text-quiet">
          {verdict === 'right'
            ? 'Saved: runs leave it as it is, and it may serve as an example. Press again to take it back.'
            : putAsideBy
              ? `${putAsideBy} marked the value as wrong. Press again to take that back: then the value returns.`
              : 'Saved: it is answered again when the column runs.'}
        </p>
      )}
    </div>
  )
}
