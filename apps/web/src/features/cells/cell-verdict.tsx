import { judgeCell, type CellDetail } from '@enrichify/contracts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { SheetDocument } from '../../document/sheet-document.ts'
import { cx } from '../../ui/cx.ts'
import { errorText } from '../../ui/error-text.ts'
import { Keys } from '../../ui/keys.tsx'
import { toast, toastProblem } from '../../ui/toast.ts'

interface Judged {
  /** Null takes back what was said. */
  verdict: 'right' | 'wrong' | null
  /** The candidate that is right; left out: the value in the cell. */
  evidenceId?: string
}

/** Saves what a person thinks of a cell. The sheet shows at once what follows from it. */
export function useJudge(
  websetId: string,
  { rowId, columnId }: Pick<CellDetail, 'rowId' | 'columnId'>,
  document: SheetDocument,
) {
  const client = useQueryClient()
  const queryKey = keys.cell(websetId, rowId, columnId)
  return useMutation({
    mutationFn: (body: Judged) => call(judgeCell, { params: { id: websetId, rowId, columnId }, body }),
    onMutate: ({ verdict, evidenceId }) => {
      if (!evidenceId) client.setQueryData<CellDetail>(queryKey, (detail) => detail && { ...detail, verdict })
    },
    onSuccess: ({ cells }, { evidenceId }) => {
      document.showCells(cells)
      if (evidenceId) toast('Chosen. Sources like this one are trusted more from now on.')
    },
    onError: (error) => toastProblem(errorText(error)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
}
export type Judge = ReturnType<typeof useJudge>

/** Named keys, because Alt with a letter types another sign on some keyboards. */
export const VERDICT_KEYS = { right: 'alt+enter', wrong: 'alt+backspace' } as const

export function CellVerdict({ verdict, judge }: { verdict: CellDetail['verdict']; judge: Judge }) {
  return (
    <div role="group" aria-label="Is it right?" className="flex flex-wrap items-center gap-1.5">
      {(['right', 'wrong'] as const).map((value) => {
        const pressed = verdict === value
        const Icon = value === 'right' ? Check : X
        return (
          <button
            key={value}
            type="button"
            aria-pressed={pressed}
            onClick={() => judge.mutate({ verdict: pressed ? null : value })}
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
            <Keys shortcut={VERDICT_KEYS[value]} />
          </button>
        )
      })}
      {verdict && (
        <p className="min-w-0 text-small text-quiet">
          {verdict === 'right'
            ? 'Saved: runs leave it as it is, and it may serve as an example. Press again to take it back.'
            : 'Saved: it is answered again when the column runs.'}
        </p>
      )}
    </div>
  )
}
