import type { Column, EnrichmentJson, Row, Webset } from '@enrichify/contracts'
import { factOf, READY_FACTS } from '@enrichify/domain'
import type { Allowed } from '../../api/use-session.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { CheckField, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { KIND_OPTIONS } from '../../words/kind-labels.ts'
import { withFacts, type ColumnDraft } from './column-draft.ts'
import { ColumnTests, testWords, useColumnTests } from './column-tests.tsx'
import { FactList } from './fact-list.tsx'
import { Ladder, stepsInWords } from './ladder.tsx'
import { MergeFields } from './merge-fields.tsx'
import { ModelField } from './model-field.tsx'
import { ReferenceField } from './reference-field.tsx'
import { RequestFields } from './request-fields.tsx'
import { ScoreFields } from './score-fields.tsx'

const FormulaField = lazyPart(async () => (await import('./formula-field.tsx')).FormulaField)

interface ColumnFormProps {
  draft: ColumnDraft
  onDraft: (draft: ColumnDraft) => void
  column: Column | null
  webset: Webset
  /** The columns that texts may name: all but this one. */
  others: readonly Column[]
  /** The plan as it would be saved; null: it is unchanged. */
  plan: EnrichmentJson | null
  methodError: string | null
  conditionError: string | null
  readonly: boolean
  mayRun: Allowed
  selected: () => Promise<Row[]>
  selectedCount: number
}

export function ColumnForm({
  draft,
  onDraft,
  column,
  webset,
  others,
  plan,
  methodError,
  conditionError,
  ...tests
}: ColumnFormProps) {
  const put = (change: Partial<ColumnDraft>) => onDraft({ ...draft, ...change })
  const { method } = draft
  const asksOne = method === 'question' || (method === 'facts' && draft.facts.length === 1)
  const hasSteps = asksOne || method === 'score'
  const results = useColumnTests(webset.id, column?.enrichment ? column.id : null)
  const hasKind = method !== 'facts' && method !== 'score' && !(column && factOf(column.enrichment))
  return (
    <>
      {method === 'facts' && !column && (
        <FactList
          chosen={draft.facts}
          present={new Set(webset.columns.map(({ enrichment }) => factOf(enrichment)))}
          onChange={(facts) => onDraft(withFacts(draft, facts))}
        />
      )}
      {method === 'facts' && column && draft.facts[0] && (
        <p className="rounded-base bg-paper px-3 py-2 text-muted">
          <span className="font-medium text-ink">{READY_FACTS[draft.facts[0]].label}. </span>
          {READY_FACTS[draft.facts[0]].question}
        </p>
      )}
      {method === 'question' && (
        <ReferenceField
          label="Question, asked for every row"
          placeholder="Do they offer emergency appointments?"
          rows={3}
          maxLength={500}
          autoFocus
          error={methodError}
          hint={'Answered from the row’s own website, with the quote that says so. Type { to name a column.'}
          columns={others}
          value={draft.question}
          onValue={(question) => put({ question })}
        />
      )}
      {method === 'score' && (
        <ScoreFields
          criteria={draft.criteria}
          onCriteria={(criteria) => put({ criteria })}
          columns={others}
          error={methodError}
        />
      )}
      {method === 'formula' && (
        <FormulaField
          label="Formula"
          autoFocus
          placeholder={'IF({Employees} > 50, "large", "small")'}
          hint={'Type { to name a column. Put text in double quotes.'}
          error={methodError}
          columns={others}
          value={draft.formula}
          onValue={(formula) => put({ formula })}
        />
      )}
      {method === 'merge' && (
        <MergeFields
          ids={draft.columns}
          onIds={(columns) =>
            put({
              columns,
              ...(draft.columns.length === 0
                ? { kind: others.find(({ id }) => id === columns[0])?.kind ?? draft.kind }
                : {}),
            })
          }
          columns={others}
          error={methodError}
        />
      )}
      {method === 'http' && (
        <RequestFields
          request={draft.request}
          onRequest={(request) => put({ request })}
          columns={others}
          error={methodError}
        />
      )}
      {(column !== null || method !== 'facts') && (
        <div className="grid grid-cols-2 gap-2.5">
          <div className={hasKind ? '' : 'col-span-2'}>
            <TextField
              label={column || method === 'plain' ? 'Name' : 'Name (optional)'}
              required={column !== null}
              autoFocus={method === 'plain'}
              maxLength={200}
              value={draft.name}
              onChange={(event) => put({ name: event.target.value })}
            />
          </div>
          {hasKind && (
            <SelectField
              label={method === 'plain' ? 'Type' : 'Type of the answer'}
              value={draft.kind}
              onValue={(kind) => put({ kind })}
              options={KIND_OPTIONS}
            />
          )}
        </div>
      )}
      {hasKind && draft.kind === 'choice' && (
        <TextArea
          label="Options, one per line"
          hint="Without options any text is accepted."
          rows={4}
          value={draft.options}
          onChange={(event) => put({ options: event.target.value })}
        />
      )}
      {method === 'question' && !column && draft.rungs.filter(({ kind }) => kind === 'model').length === 1 && (
        <ModelField
          value={draft.rungs.find(({ kind }) => kind === 'model')?.model ?? null}
          onValue={(model) =>
            put({ rungs: draft.rungs.map((rung) => (rung.kind === 'data' ? rung : { ...rung, model })) })
          }
          practice={webset.practice}
        />
      )}
      <div className="flex flex-col gap-1">
        {hasSteps && (
          <Disclosure
            key={`${method} steps`}
            title="Steps to an answer"
            says={stepsInWords(draft.rungs)}
            defaultOpen={column !== null}
          >
            <Ladder draft={draft} onDraft={onDraft} practice={webset.practice} />
          </Disclosure>
        )}
        {method !== 'plain' && (method !== 'facts' || asksOne) && (
          <Disclosure
            title="Which rows"
            says={draft.condition.trim() || 'all rows'}
            defaultOpen={draft.condition !== ''}
            key={`when ${conditionError !== null}`}
          >
            <FormulaField
              label="Only rows for which this is true"
              placeholder={'CONTAINS({Company}, "dental")'}
              hint="A formula. Rows for which it is not true stay empty and cost nothing."
              error={conditionError}
              columns={others}
              value={draft.condition}
              onValue={(condition) => put({ condition })}
            />
          </Disclosure>
        )}
        {asksOne && (
          <Disclosure title="Examples" says={draft.examples ? 'approved cells are sent along' : 'none are shown'}>
            <CheckField
              label="Show approved cells to the model"
              hint="Cells of this column that people have marked as right, a few at a time. Their tokens cost a little."
              checked={draft.examples}
              onChange={(event) => put({ examples: event.target.checked })}
            />
          </Disclosure>
        )}
        {column?.enrichment && (
          <Disclosure title="Tests" says={testWords(results.data)}>
            <ColumnTests webset={webset} column={column} plan={plan} {...tests} />
          </Disclosure>
        )}
      </div>
    </>
  )
}
