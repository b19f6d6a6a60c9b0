import type { Column } from '@enrichify/contracts'
import { Plus, Trash2 } from 'lucide-react'
import { Button, IconButton } from '../../ui/button.tsx'
import { TextField } from '../../ui/field.tsx'
import { newCriterion, type DraftCriterion } from './column-draft.ts'
import { ReferenceField } from './reference-field.tsx'
import { SortableList } from './sortable-list.tsx'

const MOST = 12

/** Yes-or-no questions; the weights of those with a yes are added up. */
export function ScoreFields({
  criteria,
  onCriteria,
  columns,
  error,
}: {
  criteria: readonly DraftCriterion[]
  onCriteria: (criteria: readonly DraftCriterion[]) => void
  columns: readonly Column[]
  error: string | null
}) {
  const change = (next: DraftCriterion) => onCriteria(criteria.map((other) => (other.key === next.key ? next : other)))
  const all = criteria.reduce((sum, { weight }) => sum + (Number(weight) || 0), 0)
  return (
    <div className="flex flex-col gap-2">
      <h3 className="flex text-small font-medium text-muted">
        Criteria <span className="mr-12 ml-auto">Weight</span>
      </h3>
      <SortableList
        label="Criteria"
        items={criteria}
        keyOf={({ key }) => key}
        nameOf={({ name }) => name || 'the criterion'}
        onItems={onCriteria}
      >
        {(criterion) => (
          <div className="flex flex-col gap-1.5">
            <div className="flex items-end gap-1.5">
              <div className="flex-1">
                <TextField
                  label="Name"
                  hideLabel
                  placeholder="Name, such as Family-run"
                  maxLength={200}
                  value={criterion.name}
                  onChange={(event) => change({ ...criterion, name: event.target.value })}
                />
              </div>
              <div className="w-16">
                <TextField
                  label="Weight, 1 to 100"
                  hideLabel
                  inputMode="numeric"
                  title={
                    all > 0 ? `${Math.round(((Number(criterion.weight) || 0) * 100) / all)} of 100 points` : undefined
                  }
                  value={criterion.weight}
                  onChange={(event) => change({ ...criterion, weight: event.target.value })}
                  className="text-right"
                />
              </div>
              <IconButton
                icon={Trash2}
                label="Remove this criterion"
                disabled={criteria.length === 1}
                onClick={() => onCriteria(criteria.filter((other) => other.key !== criterion.key))}
              />
            </div>
            <ReferenceField
              label="Question"
              hideLabel
              oneLine
              rows={2}
              maxLength={500}
              placeholder="A yes-or-no question. Is it family-run?"
              columns={columns}
              value={criterion.question}
              onValue={(question) => change({ ...criterion, question })}
            />
          </div>
        )}
      </SortableList>
      {error && <p className="text-small text-danger">{error}</p>}
      <Button
        icon={Plus}
        disabled={criteria.length >= MOST}
        onClick={() => onCriteria([...criteria, newCriterion()])}
        className="self-start"
      >
        Add a criterion
      </Button>
    </div>
  )
}
