import { addColumn, type Column, type Webset } from '@enrichify/contracts'
import { COLUMN_KINDS, FACT_KINDS, factOf, READY_FACTS, type ColumnKind, type FactKind } from '@enrichify/domain'
import { useMutation } from '@tanstack/react-query'
import { Check, FlaskConical } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import type { Allowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { toast } from '../../ui/toast.ts'
import type { RunRequest } from '../runs/use-start-run.ts'
import { ModelField, type ColumnModel } from '../providers/model-field.tsx'
import { TRY_ROWS } from './column-actions.ts'
import { KIND_LABELS } from './kind-labels.ts'

interface PanelProps {
  webset: Webset
  mayRun: Allowed
  onClose: () => void
  onAdded: () => void
  run: (request: RunRequest, added: readonly Column[]) => void
}
type Way = 'fact' | 'question' | 'plain'

export function AddColumnPanel({ webset, mayRun, onClose, onAdded, run }: PanelProps) {
  const [way, setWay] = useState<Way>('fact')
  const [facts, setFacts] = useState<readonly FactKind[]>([])
  const [question, setQuestion] = useState('')
  const [model, setModel] = useState<ColumnModel>(null)
  const [name, setName] = useState('')
  const [kind, setKind] = useState<ColumnKind>('text')
  const present = new Set(webset.columns.map((column) => factOf(column.enrichment)))

  const bodies = () => {
    if (way === 'fact') return facts.map((fact) => ({ fact }))
    const title = name.trim() ? { name: name.trim() } : {}
    return way === 'question' ? [{ ...title, question: question.trim(), kind, model }] : [{ name: name.trim(), kind }]
  }
  const add = useMutation({
    mutationFn: async (_andRun: boolean) => {
      const added: Column[] = []
      // One after another: columns stand in the order in which they were chosen.
      for (const body of bodies()) added.push(await call(addColumn, { params: { id: webset.id }, body }))
      return added
    },
    onSuccess: (added, andRun) => {
      onClose()
      if (andRun) run({ columnIds: added.map((column) => column.id), scope: { kind: 'first', count: TRY_ROWS } }, added)
      else toast(added.length === 1 ? `Column “${added[0]?.name ?? ''}” added` : `${added.length} columns added`)
    },
    onSettled: onAdded,
  })
  const ready = way === 'fact' ? facts.length > 0 : way === 'question' ? question.trim().length >= 3 : name.trim() !== ''
  const asks = way !== 'plain'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) add.mutate(asks && mayRun === true)
  }
  return (
    <SidePanel
      title="Add a column"
      onClose={onClose}
      takeFocus
      footer={
        <div className="flex flex-wrap justify-end gap-2">
          <Button tone={asks ? 'plain' : 'primary'} disabled={!ready} busy={add.isPending && !add.variables} onClick={() => add.mutate(false)}>
            Add
          </Button>
          {asks && (
            <Button tone="primary" icon={FlaskConical} disabled={!ready} allowed={mayRun} busy={add.isPending && add.variables} onClick={() => add.mutate(true)}>
              Add and try on {TRY_ROWS} rows
            </Button>
          )}
        </div>
      }
    >
      <form onSubmit={submit} className="flex flex-col gap-4 p-4">
        <Tabs
          label="Kind of column"
          value={way}
          onValue={setWay}
          tabs={[
            { value: 'fact', label: 'Ready facts' },
            { value: 'question', label: 'Own question' },
            { value: 'plain', label: 'Plain column' },
          ]}
        />
        {way === 'fact' && <FactList chosen={facts} present={present} onChange={setFacts} />}
        {way === 'question' && <TextArea label="Question, asked for every row" placeholder="Do they offer emergency appointments?" rows={3} maxLength={500} autoFocus value={question} onChange={(event) => setQuestion(event.target.value)} hint="Answered from the row’s own website, with the quote that says so." />}
        {way !== 'fact' && (
          <>
            <TextField label={way === 'plain' ? 'Name' : 'Name (may be left empty)'} maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
            <SelectField label="Type of the answer" value={kind} onValue={setKind} options={COLUMN_KINDS.map((value) => ({ value, label: KIND_LABELS[value] }))} />
          </>
        )}
        {way === 'question' && <ModelField value={model} onValue={setModel} practice={webset.practice} />}
        {add.isError && <ErrorLine error={add.error} />}
        {/* So that Enter sends the form; the visible buttons are in the panel's footer. */}
        <button type="submit" hidden />
      </form>
    </SidePanel>
  )
}

function FactList({ chosen, present, onChange }: { chosen: readonly FactKind[]; present: ReadonlySet<FactKind | null | undefined>; onChange: (facts: readonly FactKind[]) => void }) {
  return (
    <div role="group" aria-label="Ready facts" className="-mx-1 flex flex-col">
      {FACT_KINDS.map((fact) => {
        const checked = chosen.includes(fact)
        const { label, question } = READY_FACTS[fact]
        return (
          <button
            key={fact}
            type="button"
            role="checkbox"
            aria-checked={checked}
            onClick={() => onChange(checked ? chosen.filter((other) => other !== fact) : [...chosen, fact])}
            className={cx('flex items-center gap-3 rounded-base px-2 py-1.5 text-left', checked ? 'bg-accent-soft' : 'hover:bg-hover')}
          >
            <span className={cx('flex size-4 shrink-0 items-center justify-center rounded-small border', checked ? 'border-accent bg-accent text-accent-ink' : 'border-line-strong')}>{checked && <Check className="size-3" aria-hidden />}</span>
            <span className="min-w-0 flex-1">
              <span className="font-medium">{label}</span>
              <span className="block truncate text-small text-quiet">{question}</span>
            </span>
            {present.has(fact) && <span className="text-tiny text-quiet">in the sheet</span>}
          </button>
        )
      })}
    </div>
  )
}
