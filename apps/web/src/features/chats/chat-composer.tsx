import type { ModelChoice } from '@enrichify/domain'
import { ArrowUp, CircleStop } from 'lucide-react'
import { useEffect, useRef, type FormEvent, type KeyboardEvent } from 'react'
import { Link } from 'react-router'
import { useModels } from '../../api/use-models.ts'
import { IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { LINK } from '../../ui/link.ts'

interface ComposerProps {
  text: string
  onText: (text: string) => void
  model: ModelChoice | null
  onModel: (model: ModelChoice | null) => void
  busy: boolean
  sending: boolean
  error: unknown
  onSend: () => void
  onStop: () => void
}

const LONGEST = 4000

export function ChatComposer({ text, onText, model, onModel, busy, sending, error, onSend, onStop }: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  // A person who opens the chat wants to type.
  useEffect(() => field.current?.focus(), [])
  const ready = text.trim() !== '' && !busy && !sending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onSend()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (ready) onSend()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      {error !== null && <ErrorLine error={error} />}
      <div
        className={cx(
          'flex items-end gap-2 rounded-base border border-line-strong',
          'bg-raised p-1.5 focus-within:border-accent',
        )}
      >
        <textarea
          ref={field}
          aria-label="Question"
          placeholder="Ask about this sheet"
          rows={Math.min(6, Math.max(1, text.split('\n').length))}
          maxLength={LONGEST}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-40 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-1 outline-none"
        />
        {busy ? (
          <IconButton icon={CircleStop} label="Stop the answer" shortcut="escape" tone="plain" onClick={onStop} />
        ) : (
          <IconButton icon={ArrowUp} label="Ask" type="submit" tone="primary" busy={sending} disabled={!ready} />
        )}
      </div>
      <ModelLine model={model} onModel={onModel} />
    </form>
  )
}

const FIRST = ''

function ModelLine({ model, onModel }: { model: ModelChoice | null; onModel: (model: ModelChoice | null) => void }) {
  const models = useModels().data?.models
  if (!models) return null
  if (models.length === 0) {
    return (
      <p className="text-small text-quiet">
        No model is connected: questions that the sheet itself can answer still work.{' '}
        <Link to="/settings?section=providers" className={LINK}>
          Connect a model
        </Link>
      </p>
    )
  }
  const idOf = ({ connectionId, model: name }: ModelChoice): string => `${connectionId} ${name}`
  const first = models.find(({ isDefault }) => isDefault)
  return (
    <label className="flex items-center gap-1.5 text-small text-quiet">
      Answered by
      <select
        value={model ? idOf(model) : FIRST}
        onChange={(event) => onModel(models.find((known) => idOf(known) === event.target.value) ?? null)}
        className={cx(
          'h-6 max-w-52 min-w-0 rounded-small border border-transparent',
          'bg-transparent text-muted hover:border-line-strong',
        )}
      >
        <option value={FIRST}>{first ? `${first.label} (first)` : 'The first model'}</option>
        {models.map((known) => (
          <option key={idOf(known)} value={idOf(known)}>
            {known.label} · {known.connectionLabel}
          </option>
        ))}
      </select>
    </label>
  )
}
