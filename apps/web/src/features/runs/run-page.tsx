import type { RunReport } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { RunRequest } from '../../document/use-start-run.ts'
import { count, money, plural } from '../../ui/format.ts'
import { LINK } from '../../ui/link.ts'
import { Figure, Figures, Section } from '../../ui/section.tsx'
import { PriceDialog } from './price.dialog.tsx'
import { RunBudget } from './run-budget.tsx'
import { RunFailures } from './run-failures.tsx'
import { RunHead } from './run-head.tsx'
import { RunRefresh } from './run-refresh.tsx'
import { RunColumns, RunRungs } from './run-tables.tsx'
import { RunTimeline } from './run-timeline.tsx'

/** What a run did so far, what it cost, and why cells stayed empty. */
export function RunPage({ report }: { report: RunReport }) {
  const { run, calls, tokens } = report
  const navigate = useNavigate()
  const [request, setRequest] = useState<RunRequest | null>(null)
  const sent = calls.settled + calls.released + calls.uncertain + calls.open
  const paid = sent + calls.cached > 0 || run.budgetMicros !== null
  return (
    <>
      <RunHead run={run} onRun={setRequest} />
      <Figures>
        <Figure
          label={run.practice ? 'Spent in practice' : 'Spent'}
          value={money(run.costMicros)}
          note={
            run.practice
              ? 'simulated; nothing was charged'
              : run.reservedMicros > 0
                ? `${money(run.reservedMicros)} reserved for calls under way`
                : paid
                  ? plural(calls.settled, 'paid call')
                  : 'no paid call'
          }
        />
        <Figure
          label="Saved by reusing answers"
          value={money(run.savedMicros)}
          note={calls.cached > 0 ? `${plural(calls.cached, 'answer')} from the cache` : 'none so far'}
        />
        <Figure
          label="Per filled cell"
          value={report.costPerCellMicros === null ? '–' : money(report.costPerCellMicros)}
          note={`${count.format(run.counts.verified + run.counts.cited + run.counts.asserted)} filled`}
        />
        <Figure
          label="Per verified cell"
          value={report.costPerVerifiedCellMicros === null ? '–' : money(report.costPerVerifiedCellMicros)}
          note={`${count.format(run.counts.verified)} proven by a quote`}
        />
      </Figures>
      {calls.uncertain > 0 && (
        <p className="rounded-base bg-warn-soft px-3.5 py-2.5 text-warn">
          It is not known whether {plural(calls.uncertain, 'call was', 'calls were')} charged.{' '}
          <Link to={`/settings?section=spending&run=${run.id}`} className="font-medium underline underline-offset-2">
            Decide under Spending
          </Link>
        </p>
      )}
      {(paid || !isRunOver(run.state)) && <RunBudget run={run} />}
      <RunRefresh report={report} />
      <RunTimeline report={report} />
      <RunRungs report={report} />
      <RunColumns report={report} />
      <RunFailures failures={report.failures} />
      {sent + calls.cached > 0 && (
        <Section title="Calls">
          <p className="text-muted">
            {plural(calls.settled, 'call')} paid, {count.format(calls.cached)} answered from the cache,{' '}
            {count.format(calls.released)} failed without a charge, {count.format(calls.uncertain)} uncertain
            {calls.open > 0 && `, ${count.format(calls.open)} under way`}. {count.format(tokens.input)} tokens in (
            {count.format(tokens.cachedInput)} from the service’s cache), {count.format(tokens.output)} out.{' '}
            <Link to={`/settings?section=spending&webset=${run.websetId}#ledger`} className={LINK}>
              All calls of this webset
            </Link>
          </p>
        </Section>
      )}
      {request && (
        <PriceDialog
          websetId={run.websetId}
          request={request}
          what="what failed"
          onClose={() => setRequest(null)}
          onStarted={(started) => void navigate(`/runs/${started.id}`)}
        />
      )}
    </>
  )
}
