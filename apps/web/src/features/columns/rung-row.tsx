import { DATA_FACTS, AGENT_LIMITS, type DataFact } from '@enrichify/domain'
import { Settings2, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { SelectField, TextField } from '../../ui/field.tsx'
import { money, moneyText, parseMoney } from '../../ui/format.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { Switch } from '../../ui/switch.tsx'
import { HAS_MODEL, RUNG_WORDS } from '../../words/rung-words.ts'
import type { ColumnDraft, DraftRung } from './column-draft.ts'
import { ModelField } from './model-field.tsx'

interface RungRowProps {
  rung: DraftRung
  /** Its number among several models; null: the only one. */
  place: number | null
  /** False: it cannot answer this column. */
  usable: boolean
  draft: ColumnDraft
  practice: boolean
  onRung: (rung: DraftRung) => void
  onDataFact: (fact: DataFact | null) => void
  onRemove: (() => void) | null
}
const DATA_OPTIONS = [
  { value: '', label: 'None: services are not asked' },
  ...DATA_FACTS.map((fact) => ({ value: fact, label: fact.replace('.', ': ').replaceAll('_', ' ') })),
]

export function RungRow({ rung, place, usable, draft, practice, onRung, onDataFact, onRemove }: RungRowProps) {
  const [open, setOpen] = useState(false)
  const id = useId()
  const { name, does, cost } = RUNG_WORDS[rung.kind]
  const title = place === null ? name : `${name} ${place}`
  const isPaid = cost !== 'free'
  const switchTo = (enabled: boolean) => {
    onRung({ ...rung, enabled })
    // Services answer named facts, and a question is not one.
    if (enabled && rung.kind === 'data' && draft.dataFact === null) setOpen(true)
  }
  const more = [
    rung.model?.model,
    rung.maxMicros !== null && `at most ${money(rung.maxMicros)} a cell`,
    rung.maxPages !== null && `${rung.maxPages} pages`,
    rung.maxSteps !== null && `${rung.maxSteps} steps`,
  ]
    .filter(Boolean)
    .join(' · ')
  return (
    <div>
      <div className="flex items-center gap-2">
        <span className={cx('min-w-0 flex-1 truncate', rung.enabled || open ? 'font-medium' : 'text-muted')}>
          {title} <span className={cx('text-small font-normal', isPaid ? 'text-warn' : 'text-accent')}>{cost}</span>
        </span>
        {isPaid && (
          <IconButton
            icon={Settings2}
            label={`Settings of ${title}`}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
            className="h-6! w-6! pointer-coarse:h-control! pointer-coarse:w-control!"
          />
        )}
        <Switch label={title} on={rung.enabled && usable} disabled={!usable} onChange={switchTo} />
      </div>
      <p className="pr-9 text-small text-quiet">
        {usable ? does : 'No service answers this fact.'}
        {more && <span className="block truncate text-muted">{more}</span>}
      </p>
      {open && (
        <div id={id} className="flex flex-col gap-2.5 py-2">
          {rung.kind === 'data' && draft.method === 'question' && (
            <SelectField
              label="What services are asked for"
              value={draft.dataFact ?? ''}
              onValue={(fact) => onDataFact(fact === '' ? null : (fact as DataFact))}
              options={DATA_OPTIONS}
            />
          )}
          {HAS_MODEL.has(rung.kind) && (
            <ModelField value={rung.model} onValue={(model) => onRung({ ...rung, model })} practice={practice} />
          )}
          <RungLimits rung={rung} onRung={onRung} />
          {onRemove && (
            <Button tone="danger" icon={Trash2} onClick={onRemove} className="self-start">
              Remove this model
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function RungLimits({ rung, onRung }: { rung: DraftRung; onRung: (rung: DraftRung) => void }) {
  const [limit, setLimit] = useState(rung.maxMicros === null ? '' : moneyText(rung.maxMicros))
  const whole = (text: string, most: number): number | null =>
    /^\d+$/.test(text) && Number(text) >= 1 ? Math.min(most, Number(text)) : null
  return (
    <div className="grid grid-cols-2 gap-2.5">
      <MoneyField
        label="At most, per cell"
        placeholder="no limit"
        value={limit}
        onValue={(text) => {
          setLimit(text)
          onRung({ ...rung, maxMicros: parseMoney(text) || null })
        }}
        className={rung.kind === 'agent' ? 'col-span-2' : ''}
      />
      {rung.kind === 'agent' && (
        <>
          <TextField
            label="Pages, all together"
            inputMode="numeric"
            placeholder={`${AGENT_LIMITS.pages}`}
            value={rung.maxPages ?? ''}
            onChange={(event) => onRung({ ...rung, maxPages: whole(event.target.value, 50) })}
          />
          <TextField
            label="Steps, each"
            inputMode="numeric"
            placeholder={`${AGENT_LIMITS.steps}`}
            value={rung.maxSteps ?? ''}
            onChange={(event) => onRung({ ...rung, maxSteps: whole(event.target.value, 30) })}
          />
        </>
      )}
    </div>
  )
}
