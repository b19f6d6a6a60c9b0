import type { CellDetail } from '@enrichify/contracts'
import { Plug, ReceiptText, RotateCw } from 'lucide-react'
import { Link } from 'react-router'
import type { Allowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { LINK_BUTTON } from '../../ui/link.ts'

/** Reasons that money or a service stands behind: what a person can do about them from here. */
export function NextStep({ detail, mayRun, onRunAgain }: { detail: CellDetail; mayRun: Allowed; onRunAgain: () => void }) {
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
        <Link to={reason === 'budget_reached' ? `/runs/${runId}?edit=budget` : `/runs/${runId}`} className={LINK_BUTTON}>
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
