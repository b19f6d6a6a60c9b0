import type { RunReport } from '@enrichify/contracts'
import { FAILURE_POLICIES } from '@enrichify/domain'
import { Link } from 'react-router'
import { useProviders } from '../../api/use-models.ts'
import { ago, count, fullTime } from '../../ui/format.ts'
import { LINK } from '../../ui/link.ts'
import { Section } from '../../ui/section.tsx'
import { FAILURE_WORDS } from '../../words/failure-words.ts'

/** How services failed, each with what helps. */
export function RunFailures({ failures }: { failures: RunReport['failures'] }) {
  const catalogue = useProviders().data?.providers
  if (failures.length === 0) return null
  return (
    <Section title="Failures">
      <ul className="divide-y divide-line rounded-base border border-line bg-surface">
        {failures.map(({ kind, providerId, count: times, mend, lastAt }) => (
          <li key={`${kind} ${providerId}`} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-3.5 py-2">
            <p className="min-w-0 flex-1 basis-72">
              <span className="font-medium">
                {catalogue?.find(({ id }) => id === providerId)?.label ?? providerId}: {FAILURE_WORDS[kind]}
              </span>
              <span className="block text-muted">
                {mend}{' '}
                {FAILURE_POLICIES[kind].again === 'mend' && (
                  <Link to={`/settings?section=${kind === 'uncertain' ? 'spending' : 'providers'}`} className={LINK}>
                    Open {kind === 'uncertain' ? 'Spending' : 'Providers'}
                  </Link>
                )}
              </span>
            </p>
            <p className="text-small text-quiet">
              {count.format(times)} {times === 1 ? 'time' : 'times'}, last{' '}
              <time dateTime={lastAt} title={fullTime(lastAt)}>
                {ago(lastAt)}
              </time>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}
