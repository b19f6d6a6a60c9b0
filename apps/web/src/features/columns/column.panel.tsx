import { ApiError, type Column, type EnrichmentJson, type Row, type Webset } from '@enrichify/contracts'
import { factOf } from '@enrichify/domain'
import { useMutation } from '@tanstack/react-query'
import { Columns2 } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import { useModels } from '../../api/use-models.ts'
import type { Allowed } from '../../api/use-session.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import type { StoredDrafts } from '../../document/stored-drafts.ts'
import type { RunRequest } from '../../document/use-start-run.ts'
import { TRY_ROWS } from '../../document/use-start-run.ts'
import { TrialResult } from '../../parts/trial/trial-result.tsx'
import { useTrial } from '../../parts/trial/use-trial.ts'
import { IconButton } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { ColumnConflict, ColumnFollowed, ColumnGone, ColumnKept } from './column-conflict.tsx'
import { DRAFT_METHODS, withMethod, type ColumnDraft, type DraftMethod } from './column-draft.ts'
import { ColumnFooter, TRIAL_ROWS, type Saving } from './column-footer.tsx'
import { ColumnForm } from './column-form.tsx'
import { additionsOf, changeOf } from './draft-commands.ts'
import { planOf } from './draft-plan.ts'
import { fieldOf, missingIn } from './draft-problems.ts'
import { MethodChoice } from './method-choice.tsx'
import { trialPrice } from './trial-price.ts'
import { useKeptDraft } from './use-kept-draft.ts'
import { useSharedDraft, type SeenColumn } from './use-shared-draft.ts'

interface ColumnPanelProps {
  webset: Webset
  /** Null: a new column. */
  column: Column | null
  readonly: boolean
  mayRun: Allowed
  selected: () => Promise<Row[]>
  selectedCount: number
  edits: SheetEdits
  drafts: StoredDrafts
  /** Who else has changed columns since a version; null: no one, or several people. */
  changedBy: (since: number) => string | null
  onClose: () => void
  onChanged: () => void
  /** `plan`: as it is here; null: as it is saved. */
  onCompare: (column: Column, plan: EnrichmentJson | null) => void
  run: (request: RunRequest, columns: readonly Column[]) => void
}

/** What is sent: the draft, on the column as the person saw it. */
interface Save {
  how: Saving
  draft: ColumnDraft
  seen: SeenColumn
}

/** The editor of a column: how it gets its values, by which steps, and how well that works. */
export function ColumnPanel({
  webset,
  column: opened,
  readonly,
  mayRun,
  selected,
  selectedCount,
  edits,
  drafts,
  changedBy,
  onClose,
  onChanged,
  onCompare,
  run,
}: ColumnPanelProps) {
  const [stored] = useState(() => (readonly ? null : drafts.of(opened?.id ?? null)))
  const shared = useSharedDraft(opened, webset, stored)
  const { base, draft, setDraft, others, conflict, gone, isChanged } = shared
  const { column } = base
  const kept = useKeptDraft(drafts, shared, readonly)
  const [leaving, setLeaving] = useState(false)
  const result = useRef<HTMLDivElement>(null)
  const models = useModels().data?.models ?? []
  const trial = useTrial(webset.id)
  const triedId = trial.trial?.id
  // The person asked for the result, so it comes into view.
  useEffect(() => {
    if (triedId) result.current?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  }, [triedId])
  const plan = planOf(draft, others)
  const missing = conflict ? 'Choose first: save yours, or take theirs.' : missingIn(draft)
  const price = trialPrice(plan ? [plan] : [], TRIAL_ROWS, models)

  const tryPlan = (tried: Column) => {
    if (!plan) return
    trial.start.mutate({
      columnId: tried.id,
      body: {
        kind: 'try',
        plans: [plan],
        count: TRIAL_ROWS,
        budgetMicros: webset.practice ? null : price.budgetMicros,
      },
    })
  }
  const save = useMutation({
    mutationFn: ({ draft: sent, seen }: Save) =>
      seen.column
        ? edits.saveColumns(
            [changeOf(seen.column, sent, webset.columns)],
            `changing the column “${seen.column.name}”`,
            seen.version,
          )
        : edits.saveColumns(additionsOf(sent, others), 'adding columns'),
    onSuccess: ({ columns, refused, version, say }, { how }) => {
      const [first] = columns
      if (!first) return
      if (refused.length > 0) return shared.refused({ column: first, version })
      kept.forget()
      if (how === 'try') {
        shared.wasSaved(first, version)
        return tryPlan(first)
      }
      onClose()
      if (how === 'run')
        run(
          {
            columnIds: columns.map(({ id }) => id),
            scope: column ? { kind: 'all' } : { kind: 'first', count: TRY_ROWS },
          },
          columns,
        )
      else
        say(
          column
            ? plan && isChanged
              ? `“${first.name}” is saved. Cells stay as they are until it runs.`
              : `“${first.name}” is saved`
            : columns.length === 1
              ? `Column “${first.name}” added`
              : `${columns.length} columns added`,
        )
    },
    onSettled: onChanged,
  })
  const can = missing === null && !gone && !readonly && !save.isPending
  const submit = (how: Saving) => can && save.mutate({ how, draft, seen: base })
  // Asked again, it goes on asking: only “Discard” discards.
  const close = () => (isChanged && !readonly ? setLeaving(true) : onClose())
  const field = save.error instanceof ApiError ? fieldOf(save.error.code, draft) : null
  const said = field && save.error ? save.error.message : null
  const change = (next: ColumnDraft) => {
    setDraft(next)
    setLeaving(false)
    if (save.isError) save.reset()
  }
  return (
    <SidePanel
      title={column ? column.name : 'Add a column'}
      subtitle={column ? 'How this column gets its values' : undefined}
      onClose={close}
      takeFocus
      full
      actions={
        column?.enrichment &&
        !gone && (
          <IconButton
            icon={Columns2}
            label="Compare with another version"
            allowed={mayRun}
            onClick={() => onCompare(column, isChanged ? plan : null)}
          />
        )
      }
      footer={
        // Nothing can be saved into a column in the trash.
        (!gone || leaving) && (
          <ColumnFooter
            isNew={column === null}
            plan={plan}
            asks={draft.method !== 'plain'}
            missing={readonly ? 'You may look at this, but not change it.' : missing}
            isChanged={isChanged}
            mayRun={mayRun}
            practice={webset.practice}
            price={price}
            saving={save.isPending ? save.variables.how : null}
            trying={trial.busy}
            leaving={leaving}
            onStay={() => setLeaving(false)}
            onLeave={() => {
              kept.forget()
              onClose()
            }}
            onSave={submit}
            onTry={() => (column ? tryPlan(column) : submit('try'))}
          />
        )
      }
    >
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          submit(column || draft.method === 'plain' ? 'save' : 'run')
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit()
        }}
        className="flex flex-col gap-4 p-4"
      >
        {gone && column ? (
          <ColumnGone
            by={changedBy(gone.since)}
            isChanged={isChanged}
            onRestore={
              readonly ? null : () => edits.restore({ kind: 'column.restore', payload: { columnId: column.id } })
            }
            onClose={close}
          />
        ) : conflict ? (
          <ColumnConflict
            conflict={conflict}
            method={draft.method}
            by={changedBy(base.version)}
            busy={save.isPending}
            onMine={() => save.mutate({ how: 'save', draft: shared.takeMine(conflict), seen: conflict.theirs })}
            onTheirs={() => shared.takeTheirs(conflict)}
          />
        ) : (
          shared.followed && (
            <ColumnFollowed {...shared.followed} method={draft.method} by={changedBy(shared.followed.since)} />
          )
        )}
        {kept.isFromBefore && !gone && (
          <ColumnKept
            onStartOver={() => {
              kept.forget()
              shared.startOver()
            }}
          />
        )}
        {!(column && draft.method === 'plain') && (
          <MethodChoice
            methods={methodsFor(column)}
            value={draft.method}
            onValue={(method) => change(withMethod(draft, method))}
          />
        )}
        <ColumnForm
          draft={draft}
          onDraft={change}
          column={column}
          webset={webset}
          others={others}
          plan={isChanged ? plan : null}
          methodError={field === 'method' ? said : null}
          conditionError={field === 'condition' ? said : null}
          readonly={readonly}
          mayRun={mayRun}
          selected={selected}
          selectedCount={selectedCount}
        />
        {save.isError && !field && <ErrorLine error={save.error} />}
        <div ref={result} className="scroll-mt-3">
          <TrialResult state={trial} title={`Tried on ${trial.trial?.rowsTotal ?? TRIAL_ROWS} rows`} />
        </div>
        {/* So that Enter sends the form; the visible buttons are in the panel's footer. */}
        <button type="submit" hidden />
      </form>
    </SidePanel>
  )
}

/** A plain column stays one, and a fact brings its type along, so these methods are for new columns only. */
function methodsFor(column: Column | null): readonly DraftMethod[] {
  if (!column) return DRAFT_METHODS
  const fact = factOf(column.enrichment)
  return DRAFT_METHODS.filter((method) => method !== 'plain' && (method !== 'facts' || fact !== null))
}
