import type { StopRule } from '@enrichify/domain'
import { Plus } from 'lucide-react'
import { useModels } from '../../api/use-models.ts'
import { Button } from '../../ui/button.tsx'
import { SelectField } from '../../ui/field.tsx'
import { RUNG_WORDS, STOP_WORDS } from '../../words/rung-words.ts'
import { newKey, type ColumnDraft, type DraftRung } from './column-draft.ts'
import { RungRow } from './rung-row.tsx'
import { SortableList } from './sortable-list.tsx'

const STOPS = (Object.keys(STOP_WORDS) as StopRule[]).map((value) => ({
  value,
  label: `Enough when it ${STOP_WORDS[value].name}`,
}))
const MOST_RUNGS = 12

/** The steps to an answer (the *ladder* in code): their order, and when to stop. */
export function Ladder({
  draft,
  onDraft,
  practice,
}: {
  draft: ColumnDraft
  onDraft: (draft: ColumnDraft) => void
  practice: boolean
}) {
  const { rungs } = draft
  const models = useModels().data?.models ?? []
  const put = (next: readonly DraftRung[]) => onDraft({ ...draft, rungs: next })
  const change = (rung: DraftRung) => put(rungs.map((other) => (other.key === rung.key ? rung : other)))
  const modelRungs = rungs.filter(({ kind }) => kind === 'model')
  const addModel = () => {
    const last = rungs.findLastIndex(({ kind }) => kind === 'model')
    const used = new Set(modelRungs.map(({ model }) => model?.model))
    const another = models.find(({ model, isDefault }) => !used.has(model) && !(isDefault && used.has(undefined)))
    const rung: DraftRung = {
      kind: 'model',
      enabled: true,
      model: another ? { connectionId: another.connectionId, model: another.model } : null,
      maxMicros: null,
      maxPages: null,
      maxSteps: null,
      key: newKey(),
    }
    put([...rungs.slice(0, last + 1), rung, ...rungs.slice(last + 1)])
  }
  return (
    <>
      <p className="text-small text-quiet">
        Tried from top to bottom. A step is used only where the steps above it found nothing good enough.
      </p>
      <SortableList
        label="Steps to an answer"
        items={rungs}
        keyOf={({ key }) => key}
        nameOf={({ kind }) => RUNG_WORDS[kind].name}
        onItems={put}
      >
        {(rung, index) => (
          <RungRow
            rung={rung}
            place={rung.kind === 'model' && modelRungs.length > 1 ? modelRungs.indexOf(rung) + 1 : null}
            usable={rung.kind !== 'data' || draft.dataFact !== null || draft.method === 'question'}
            draft={draft}
            practice={practice}
            onRung={change}
            onDataFact={(dataFact) => onDraft({ ...draft, dataFact })}
            onRemove={
              rung.kind === 'model' && modelRungs.length > 1
                ? () => put(rungs.filter((_, place) => place !== index))
                : null
            }
          />
        )}
      </SortableList>
      <div className="flex flex-wrap items-start gap-2">
        {modelRungs.length > 0 && (
          <Button icon={Plus} disabled={rungs.length >= MOST_RUNGS} onClick={addModel}>
            A bigger model
          </Button>
        )}
        {draft.method !== 'score' && (
          <div className="min-w-40 flex-1">
            <SelectField
              label="When to stop"
              hideLabel
              value={draft.stop}
              onValue={(stop) => onDraft({ ...draft, stop })}
              options={STOPS}
              hint={STOP_WORDS[draft.stop].does}
            />
          </div>
        )}
      </div>
    </>
  )
}

/** The steps in a few words, shown while the list is closed. */
export function stepsInWords(rungs: readonly Pick<DraftRung, 'kind' | 'enabled'>[]): string {
  const names = rungs.filter(({ enabled }) => enabled).map(({ kind }) => RUNG_WORDS[kind].name)
  return names.length > 0 ? names.join(' → ') : 'no step is on'
}
