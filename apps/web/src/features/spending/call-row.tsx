import type { LedgerCall } from '@enrichify/contracts'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Badge } from '../../ui/badge.tsx'
import { ago, count, fullTime } from '../../ui/format.ts'
import { FAILURE_WORDS } from '../../words/failure-words.ts'
import { callAmount, callTarget, CALL_STATE_WORDS } from './call-words.ts'

const TONES = {
  reserved: 'plain',
  dispatched: 'plain',
  settled: 'plain',
  released: 'plain',
  uncertain: 'warn',
  cached: 'accent',
} as const satisfies Record<LedgerCall['state'], string>

/** One call of the ledger, with what can be done about it. */
export function CallRow({ call, children }: { call: LedgerCall; children?: ReactNode }) {
  const { label, hint } = CALL_STATE_WORDS[call.state]
  const tokens =
    call.inputTokens === null
      ? null
      : `${count.format(call.inputTokens)} tokens in, ${count.format(call.outputTokens ?? 0)} out`
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-3.5 py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="truncate">
          {call.websetId ? (
            <Link to={`/websets/${call.websetId}`} className="hover:underline">
              {callTarget(call)}
            </Link>
          ) : (
            callTarget(call)
          )}
        </p>
        <p className="text-small text-quiet sm:truncate">
          <time dateTime={call.createdAt} title={fullTime(call.createdAt)}>
            {ago(call.createdAt)}
          </time>
          {' · '}
          {call.connectionLabel}
          {call.model && `, ${call.model}`}
          {tokens && ` · ${tokens}`}
          {call.failure && ` · ${FAILURE_WORDS[call.failure]}`}
          {call.decision &&
            ` · ${call.decision.by} decided: ${call.decision.outcome === 'charged' ? 'charged' : 'not charged'}`}
          {call.runId && (
            <>
              {' · '}
              <Link to={`/runs/${call.runId}`} className="underline underline-offset-2 hover:text-ink">
                run
              </Link>
            </>
          )}
        </p>
      </div>
      <div className="ml-auto flex flex-wrap items-center justify-end gap-2">
        {!children && (
          <Badge tone={TONES[call.state]} title={hint}>
            {label}
          </Badge>
        )}
        <span className="text-right font-medium sm:min-w-26">{callAmount(call)}</span>
        {children}
      </div>
    </li>
  )
}
