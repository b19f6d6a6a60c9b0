import type { LedgerCall } from '@enrichify/contracts'
import { useState } from 'react'
import { useAllowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { money } from '../../ui/format.ts'
import { LINK } from '../../ui/link.ts'
import { Section } from '../../ui/section.tsx'
import { toastProblem } from '../../ui/toast.ts'
import { CallRow } from './call-row.tsx'
import { DecideDialog, type Deciding } from './decide.dialog.tsx'
import { useCalls, useDecide } from './use-spending.ts'

/** Calls whose answer never arrived in full. A person decides, by the service's bill, whether they were charged. */
export function UncertainCalls({ runId, onAll }: { runId: string | null; onAll: () => void }) {
  const query = useCalls({ state: 'uncertain', ...(runId ? { runId } : {}) })
  const mayDecide = useAllowed('budgets.manage')
  const decide = useDecide()
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? []
  const number = `${calls.length}${query.hasNextPage ? ' or more' : ''}`
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
  if (!query.isSuccess || (calls.length === 0 && !runId)) return null
  const none = (call: LedgerCall) =>
    decide.one.mutate({ id: call.id, outcome: 'not_charged' }, { onError: (error) => toastProblem(errorText(error)) })
  return (
    <Section
      title="Uncertain calls"
      id="uncertain"
      aside={
        calls.length > 1 && (
          <>
            <Button allowed={mayDecide} onClick={() => setDeciding({ call: null, outcome: 'not_charged' })}>
              None was charged…
            </Button>
            <Button allowed={mayDecide} onClick={() => setDeciding({ call: null, outcome: 'charged' })}>
              All were charged…
            </Button>
          </>
        )
      }
    >
      <p className="text-muted">
        Sent, but the answer never arrived in full. The most that each can have cost stays reserved until you decide.
        Your bill at the service says what was charged.
        {runId && (
          <>
            {' '}
            Of one run only.{' '}
            <button type="button" onClick={onAll} className={LINK}>
              Show those of all runs
            </button>
          </>
        )}
      </p>
      {calls.length === 0 && <p className="text-quiet">Nothing to decide.</p>}
      {calls.length > 0 && (
        <ul className="divide-y divide-line rounded-base border border-line bg-surface">
          {calls.map((call) => (
            <CallRow key={call.id} call={call}>
              <Button
                allowed={mayDecide}
                busy={decide.one.isPending && decide.one.variables.id === call.id}
                onClick={() => none(call)}
              >
                Not charged
              </Button>
              <Button allowed={mayDecide} onClick={() => setDeciding({ call, outcome: 'charged' })}>
                Charged…
              </Button>
            </CallRow>
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="self-start">
          More
        </Button>
      )}
      {deciding && (
        <DecideDialog
          {...deciding}
          runId={runId}
          number={number}
          reserved={money(calls.reduce((sum, call) => sum + call.reservedMicros, 0))}
          onClose={() => setDeciding(null)}
        />
      )}
    </Section>
  )
}
