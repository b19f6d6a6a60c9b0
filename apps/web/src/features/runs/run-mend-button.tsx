import type { Run } from '@enrichify/contracts'
import { CircleDollarSign, Plug, RotateCw } from 'lucide-react'
import { Link } from 'react-router'
import { useAllowed } from '../../api/use-session.ts'
import type { RunRequest } from '../../document/use-start-run.ts'
import { Button } from '../../ui/button.tsx'
import { LINK_BUTTON } from '../../ui/link.ts'
import { runMend } from './run-mend.ts'

/** The next step after a run that stopped early, if there is one. */
export function RunMendButton({ run, onRun }: { run: Run; onRun?: ((request: RunRequest) => void) | undefined }) {
  const mayRun = useAllowed('enrichment.run')
  const mend = runMend(run)
  if (mend === 'budget')
    return (
      <Link to={`/runs/${run.id}?edit=budget`} className={LINK_BUTTON}>
        <CircleDollarSign className="size-3.5" aria-hidden />
        Raise the budget
      </Link>
    )
  if (mend === 'provider')
    return (
      <Link to="/settings?section=providers" className={LINK_BUTTON}>
        <Plug className="size-3.5" aria-hidden />
        Open Providers
      </Link>
    )
  if (mend === 'again' && onRun)
    return (
      <Button
        icon={RotateCw}
        allowed={mayRun}
        onClick={() => onRun({ columnIds: run.columnIds, scope: { kind: 'only_failed' } })}
      >
        Run what failed
      </Button>
    )
  return null
}
