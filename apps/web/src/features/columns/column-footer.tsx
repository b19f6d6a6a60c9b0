import type { EnrichmentJson } from '@enrichify/contracts'
import { FlaskConical, Play } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Allowed } from '../../api/use-session.ts'
import { TRY_ROWS } from '../../document/use-start-run.ts'
import { Button } from '../../ui/button.tsx'
import { trialPriceWords, type TrialPrice } from './trial-price.ts'

/** How many rows a plan is tried on without writing anything. */
export const TRIAL_ROWS = 5
export type Saving = 'save' | 'run' | 'try'

interface FooterProps {
  isNew: boolean
  plan: EnrichmentJson | null
  asks: boolean
  missing: string | null
  isChanged: boolean
  mayRun: Allowed
  practice: boolean
  price: TrialPrice
  saving: Saving | null
  trying: boolean
  leaving: boolean
  onStay: () => void
  onLeave: () => void
  onSave: (how: Saving) => void
  onTry: () => void
}

export function ColumnFooter({
  isNew,
  plan,
  asks,
  missing,
  isChanged,
  mayRun,
  practice,
  price,
  saving,
  trying,
  leaving,
  onStay,
  onLeave,
  onSave,
  onTry,
}: FooterProps) {
  if (leaving) return <LeaveQuestion onStay={onStay} onLeave={onLeave} />
  const can = missing ?? true
  const canRun = missing ?? mayRun
  const again = isNew || isChanged ? can : 'Nothing was changed.'
  return (
    <div className="flex flex-col gap-2">
      {plan && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button icon={FlaskConical} allowed={canRun} busy={trying || saving === 'try'} onClick={onTry}>
            Try on {TRIAL_ROWS} rows
          </Button>
          <span className="min-w-0 flex-1 text-small text-quiet">
            <span className="block first-letter:uppercase">{trialPriceWords(price, practice)}</span>
            <span className="block">
              {isNew ? 'Adds the column without filling it.' : 'Nothing is written into the sheet.'}
            </span>
          </span>
        </div>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button
          tone={asks ? 'plain' : 'primary'}
          allowed={isNew ? can : again}
          busy={saving === 'save'}
          onClick={() => onSave('save')}
        >
          {isNew ? 'Add' : 'Save'}
        </Button>
        {asks && (
          <Button tone="primary" icon={Play} allowed={canRun} busy={saving === 'run'} onClick={() => onSave('run')}>
            {isNew ? `Add and run ${TRY_ROWS} rows` : 'Save and run…'}
          </Button>
        )}
      </div>
    </div>
  )
}

function LeaveQuestion({ onStay, onLeave }: Pick<FooterProps, 'onStay' | 'onLeave'>) {
  // Taken at the first render: the button has the focus right after it.
  const [before] = useState(() => document.activeElement)
  const question = useRef<HTMLDivElement>(null)
  const stay = () => {
    // A button of this footer is gone. The panel hears keys too.
    const back = before instanceof HTMLElement && before.isConnected ? before : question.current?.closest('aside')
    onStay()
    back?.focus()
  }
  return (
    <div
      ref={question}
      role="alert"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        stay()
      }}
      className="flex flex-wrap items-center justify-end gap-2"
    >
      <p className="min-w-0 flex-1">Your changes are not saved.</p>
      {/* Enter or Escape, pressed once more by habit, loses nothing. */}
      <Button autoFocus onClick={stay}>
        Go on editing
      </Button>
      <Button tone="danger" onClick={onLeave}>
        Discard
      </Button>
    </div>
  )
}
