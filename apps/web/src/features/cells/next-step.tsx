import { getNextStep, type CellDetail } from '@enrichify/contracts'
import { useQuery } from '@tanstack/react-query'
import { Plug, ReceiptText, RotateCw } from 'lucide-react'
import { Link } from 'react-router'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import type { Allowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { money } from '../../ui/format.ts'
import { LINK_BUTTON } from '../../ui/link.ts'
import { RUNG_WORDS } from '../../words/rung-words.ts'

/** For reasons that have to do with money or a service: what a person can do about them from here. */
export function NextStep({
  detail,
  mayRun,
  onRunAgain,
}: {
  detail: CellDetail
  mayRun: Allowed
  onRunAgain: () => void
}) {
  const reason = detail.mark.empty
  if (reason !== 'needs_model' && reason !== 'budget_reached' && reason !== 'provider_error') return null
  const runId = detail.history.find((change) => change.actor.runId !== null)?.actor.runId
  return (
    <div className="flex flex-wrap gap-2">
      {reason === 'needs_model' && (
        <Link to="/settings?section=providers" className={LINK_BUTTON}>
          <Plug className="size-3.5" aria-hidden />
          Connect a model
        </Link>
      )}
      {reason !== 'needs_model' && runId && (
        <Link
          to={reason === 'budget_reached' ? `/runs/${runId}?edit=budget` : `/runs/${runId}`}
          className={LINK_BUTTON}
        >
          <ReceiptText className="size-3.5" aria-hidden />
          {reason === 'budget_reached' ? 'Budget of the run' : 'What failed'}
        </Link>
      )}
      <Button icon={RotateCw} allowed={mayRun} onClick={onRunAgain}>
        Run this cell again
      </Button>
    </div>
  )
}

/** Reasons that another rung could change. */
const OPEN: ReadonlySet<string> = new Set([
  'not_on_page',
  'no_result',
  'failed_verification',
  'judged_wrong',
  'page_blocked',
  'robots_disallowed',
  'limit_reached',
])

/** The cheapest step that is left for an empty cell. A person switches it on in the column. */
export function CheapestStep({
  websetId,
  detail,
  onEdit,
}: {
  websetId: string
  detail: CellDetail
  onEdit: () => void
}) {
  const isOpen = detail.mark.state === 'empty' && OPEN.has(detail.mark.empty ?? '')
  const query = useQuery({
    queryKey: keys.nextStep(websetId, detail.columnId),
    queryFn: ({ signal }) => call(getNextStep, { params: { id: websetId, columnId: detail.columnId }, signal }),
    enabled: isOpen,
  })
  const next = query.data?.next
  if (!isOpen || !next) return null
  return (
    <p className="text-small text-muted">
      The next step is switched off: <span className="font-medium text-ink">{RUNG_WORDS[next.rung].name}</span>
      {next.problem
        ? `. ${next.problem} `
        : next.micros === null
          ? '. '
          : next.micros === 0
            ? ', free. '
            : `, about ${money(next.micros)} a cell. `}
      <button type="button" onClick={onEdit} className="text-accent underline underline-offset-2">
        Edit the column
      </button>
    </p>
  )
}
