import type { UsableModel } from '@enrichify/contracts'
import type { ModelChoice } from '@enrichify/domain'
import { Link } from 'react-router'
import { useModels } from '../../api/use-models.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/field.tsx'
import { LINK } from '../../ui/link.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import { tokenPriceWords } from '../../words/token-price.ts'

export type ColumnModel = ModelChoice | null
const FIRST = ''
const idOf = ({ connectionId, model }: { connectionId: string; model: string }): string => `${connectionId} ${model}`

/** Which model answers a column; null: the one that is the workspace's first at the time of a run. */
export function ModelField({
  value,
  onValue,
  practice,
}: {
  value: ColumnModel
  onValue: (model: ColumnModel) => void
  practice: boolean
}) {
  const query = useModels()
  if (query.isPending) return <Skeleton className="h-12" />
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
  const { models } = query.data
  if (models.length === 0) return <NoModel practice={practice} />
  const first = models.find(({ isDefault }) => isDefault)
  const chosen = value ? models.find((model) => idOf(model) === idOf(value)) : first
  const several = new Set(models.map(({ connectionId }) => connectionId)).size > 1
  const name = (model: UsableModel) => (several ? `${model.label} · ${model.connectionLabel}` : model.label)
  return (
    <SelectField
      label="Answered by"
      value={value ? idOf(value) : FIRST}
      onValue={(id) => onValue(models.find((model) => idOf(model) === id) ?? null)}
      hint={<PriceHint model={chosen} missing={value !== null && !chosen} />}
      options={[
        { value: FIRST, label: first ? `The workspace’s first model (${first.label})` : 'The workspace’s first model' },
        ...models.map((model) => ({ value: idOf(model), label: name(model) })),
        ...(value && !chosen ? [{ value: idOf(value), label: `${value.model} (no longer connected)` }] : []),
      ]}
    />
  )
}

function PriceHint({ model, missing }: { model: UsableModel | undefined; missing: boolean }) {
  const providers = (
    <Link to="/settings?section=providers" className={LINK}>
      Settings, Providers
    </Link>
  )
  if (missing) return <>Its service is no longer connected. Cells stay empty until you choose another.</>
  if (!model) return <>There is no first model yet. Choose one here, or a default under {providers}.</>
  if (!model.price)
    return (
      <span className="text-warn">Its price is not known, so nothing is sent to it. Set one under {providers}.</span>
    )
  return <>Costs {tokenPriceWords(model.price)}. You see the price of a run before it starts.</>
}

function NoModel({ practice }: { practice: boolean }) {
  return (
    <p className="rounded-base border border-line bg-paper px-3 py-2 text-small text-muted">
      {practice
        ? 'In practice mode this gets saved answers. For real answers, connect a model under '
        : 'No model is connected yet. You can add the column now; it is answered once you connect one under '}
      <Link to="/settings?section=providers" className={LINK}>
        Settings, Providers
      </Link>
      .
    </p>
  )
}
