import { type Column, type EnrichmentJson, type Webset } from '@enrichify/contracts'
import { planWords } from '@enrichify/domain'
import { useMutation } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import { useModels } from '../../api/use-models.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import { isTrialOver, useTrial } from '../../parts/trial/use-trial.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/field.tsx'
import { Progress } from '../../ui/progress.tsx'
import { draftOf, type ColumnDraft } from './column-draft.ts'
import { useColumnTests } from './column-tests.tsx'
import { CompareTable } from './compare-table.tsx'
import { planOf } from './draft-plan.ts'
import { stepsInWords } from './ladder.tsx'
import { ModelField } from './model-field.tsx'
import { ReferenceField } from './reference-field.tsx'
import { trialPrice, trialPriceWords } from './trial-price.ts'

const COUNTS = ['5', '10', '25', '50', '100'] as const
type Rows = 'tests' | (typeof COUNTS)[number]

interface CompareProps {
  webset: Webset
  column: Column
  /** The plan in the editor; null: the second plan begins as a copy of the first. */
  plan: EnrichmentJson | null
  edits: SheetEdits
  onChanged: () => void
  onUsed: () => void
  onClose: () => void
}

/** Two plans of a column over the same stored pages of the same rows, side by side. */
export function CompareDialog({ webset, column, plan: edited, edits, onChanged, onUsed, onClose }: CompareProps) {
  const others = webset.columns.filter(({ id }) => id !== column.id)
  // The first version is the column as it was then.
  const [seen] = useState(webset.version)
  const [draft, setDraft] = useState<ColumnDraft>(() =>
    draftOf(edited ? { ...column, enrichment: edited } : column, webset.columns),
  )
  const testRows = useColumnTests(webset.id, column.id).data?.rows.map(({ rowId }) => rowId) ?? []
  const [chosen, setChosen] = useState<Rows | null>(null)
  const rows: Rows = chosen ?? (testRows.length > 0 ? 'tests' : '10')
  const models = useModels().data?.models ?? []
  const state = useTrial(webset.id)
  const { trial } = state
  const second = planOf(draft, others)
  const plans = column.enrichment && second ? [column.enrichment, second] : []
  const count = rows === 'tests' ? testRows.length : Number(rows)
  const price = trialPrice(plans, count, models)
  const same = plans.length === 2 && JSON.stringify(plans[0]) === JSON.stringify(plans[1])
  const use = useMutation({
    mutationFn: async (plan: EnrichmentJson) => {
      const saved = await edits.saveColumns(
        [{ kind: 'column.update', payload: { columnId: column.id, change: { plan } } }],
        `changing the column “${column.name}”`,
        seen,
      )
      const [refusal] = saved.refused
      if (refusal) throw new Error(`${refusal.detail} Close this and compare with what is saved now.`)
      return saved
    },
    onSuccess: ({ say }) => {
      onClose()
      onUsed()
      say(`“${column.name}” uses the second version now. Run it for new answers.`)
    },
    onSettled: onChanged,
  })
  const start = () =>
    state.start.mutate({
      columnId: column.id,
      body: {
        kind: 'compare',
        plans: [null, second],
        ...(rows === 'tests' ? { rowIds: testRows } : { count }),
        budgetMicros: webset.practice ? null : price.budgetMicros,
      },
    })
  const done = trial?.rows.filter(({ answers }) => answers.length === 2).length ?? 0
  return (
    <Dialog
      title={`Compare two versions of “${column.name}”`}
      description="Both see the same pages of the same rows. Nothing is written into the sheet."
      onClose={onClose}
      wide
      footer={
        <>
          <span className="mr-auto inline-block text-small text-quiet first-letter:uppercase">
            {same ? 'Change the second version first: they are the same.' : trialPriceWords(price, webset.practice)}
          </span>
          {trial && !isTrialOver(trial) ? (
            <Button icon={Square} onClick={state.stop}>
              Stop
            </Button>
          ) : (
            <Button
              tone={trial ? 'plain' : 'primary'}
              icon={Play}
              busy={state.busy}
              disabled={same || second === null || count === 0}
              onClick={start}
            >
              {trial ? 'Compare again' : 'Compare'}
            </Button>
          )}
          {trial && isTrialOver(trial) && trial.variants[1] && (
            <Button
              tone="primary"
              busy={use.isPending}
              onClick={() => trial.variants[1] && use.mutate(trial.variants[1].plan)}
            >
              Use the second version
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <section
            aria-label="First version"
            className="flex flex-col gap-1 rounded-base border border-line bg-paper px-3.5 py-2.5"
          >
            <h3 className="text-small font-medium text-muted">First version: as it is now</h3>
            {column.enrichment && <p className="break-words">{planWords(column.enrichment, webset.columns)}</p>}
            {column.enrichment && 'rungs' in column.enrichment && (
              <p className="text-small text-quiet">Steps: {stepsInWords(column.enrichment.rungs)}</p>
            )}
          </section>
          <section
            aria-label="Second version"
            className="flex flex-col gap-2.5 rounded-base border border-line px-3.5 py-2.5"
          >
            <h3 className="text-small font-medium text-muted">Second version</h3>
            <SecondPlan draft={draft} onDraft={setDraft} webset={webset} others={others} />
          </section>
        </div>
        <SelectField
          label="Rows"
          value={rows}
          onValue={setChosen}
          options={[
            ...(testRows.length > 0
              ? [{ value: 'tests' as const, label: `The ${testRows.length} tests, whose answers are known` }]
              : []),
            ...COUNTS.map((value) => ({ value, label: `The first ${value} rows` })),
          ]}
          className="sm:max-w-80"
        />
        {state.error && <ErrorLine error={state.error} />}
        {use.isError && <ErrorLine error={use.error} />}
        {trial && !isTrialOver(trial) && (
          <Progress share={trial.rowsTotal > 0 ? done / trial.rowsTotal : null} label="Rows compared" />
        )}
        {trial?.message && <p className={trial.state === 'failed' ? 'text-danger' : 'text-warn'}>{trial.message}</p>}
        {trial && <CompareTable trial={trial} />}
      </div>
    </Dialog>
  )
}

/** What can be changed from here; the column's editor can change the rest. */
function SecondPlan({
  draft,
  onDraft,
  webset,
  others,
}: {
  draft: ColumnDraft
  onDraft: (draft: ColumnDraft) => void
  webset: Webset
  others: readonly Column[]
}) {
  const hasModel = draft.rungs.some(
    ({ kind, enabled }) => enabled && kind !== 'structured' && kind !== 'patterns' && kind !== 'data',
  )
  const hasSteps = draft.method === 'question' || draft.method === 'score' || draft.method === 'facts'
  return (
    <>
      {draft.method === 'question' && (
        <ReferenceField
          label="Question"
          rows={2}
          maxLength={500}
          autoFocus
          columns={others}
          value={draft.question}
          onValue={(question) => onDraft({ ...draft, question })}
        />
      )}
      {draft.method === 'formula' && (
        <ReferenceField
          label="Formula"
          rows={2}
          maxLength={4000}
          spellCheck={false}
          columns={others}
          value={draft.formula}
          onValue={(formula) => onDraft({ ...draft, formula })}
          className="font-mono"
        />
      )}
      {hasSteps && hasModel && (
        <ModelField
          value={draft.rungs.find(({ kind, enabled }) => enabled && kind === 'model')?.model ?? null}
          onValue={(model) =>
            onDraft({ ...draft, rungs: draft.rungs.map((rung) => (rung.kind === 'data' ? rung : { ...rung, model })) })
          }
          practice={webset.practice}
        />
      )}
      {hasSteps && <p className="text-small text-quiet">Steps: {stepsInWords(draft.rungs)}</p>}
      <p className="text-small text-quiet">
        To try other steps or another condition, change them in the column’s editor and compare from there.
      </p>
    </>
  )
}
