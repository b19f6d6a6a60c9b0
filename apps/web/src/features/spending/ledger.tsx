import { CALL_STATES, type Spending } from '@enrichify/contracts'
import { ReceiptText } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { CallRow } from './call-row.tsx'
import { CALL_STATE_WORDS } from './call-words.ts'
import { useCalls } from './use-spending.ts'

const STATES = [
  { value: '', label: 'All states' },
  ...CALL_STATES.map((state) => ({ value: state as string, label: CALL_STATE_WORDS[state].label })),
]

interface LedgerProps {
  state: string
  websetId: string
  /** The websets that spent something in the month that is shown. */
  websets: Spending['byWebset']
  onFilter: (change: Record<string, string | null>) => void
}

/** Every paid call of all months, latest first. */
export function Ledger({ state, websetId, websets, onFilter }: LedgerProps) {
  const known = STATES.some(({ value }) => value === state) ? state : ''
  const query = useCalls({ ...(known ? { state: known } : {}), ...(websetId ? { websetId } : {}) })
  const calls = query.data?.pages.flatMap((page) => page.calls) ?? []
  const named = websets.flatMap((webset) =>
    webset.websetId ? [{ value: webset.websetId, label: webset.websetName }] : [],
  )
  const options = [
    { value: '', label: 'All websets' },
    ...named,
    ...(websetId && !named.some(({ value }) => value === websetId)
      ? [{ value: websetId, label: calls[0]?.websetName ?? 'One webset' }]
      : []),
  ]
  const filtered = known !== '' || websetId !== ''
  return (
    <Section
      title="All calls"
      id="ledger"
      hint="Latest first."
      aside={
        <>
          <SelectField
            label="State"
            hideLabel
            value={known}
            onValue={(next) => onFilter({ state: next || null })}
            options={STATES}
          />
          <SelectField
            label="Webset"
            hideLabel
            value={websetId}
            onValue={(next) => onFilter({ webset: next || null })}
            options={options}
            className="max-w-48"
          />
        </>
      }
    >
      {query.isPending && <Skeleton className="h-40" />}
      {query.isError && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && calls.length === 0 && (
        <EmptyState icon={ReceiptText} title={filtered ? 'No calls match' : 'No calls yet'}>
          {filtered ? 'Choose another state or webset.' : 'Each call to a service is listed here with its cost.'}
        </EmptyState>
      )}
      {calls.length > 0 && (
        <ul className="divide-y divide-line rounded-base border border-line bg-surface">
          {calls.map((call) => (
            <CallRow key={call.id} call={call} />
          ))}
        </ul>
      )}
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()} className="self-start">
          Earlier calls
        </Button>
      )}
    </Section>
  )
}
