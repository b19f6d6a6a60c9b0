import type { CellDetail } from '@enrichify/contracts'
import { isEmptied } from '@enrichify/domain'
import { LockOpen, Play } from 'lucide-react'
import type { Allowed } from '../../api/use-session.ts'
import { EMPTY_WORDS } from '../../sheet/cells/cell-words.ts'
import { Button } from '../../ui/button.tsx'
import { ago, count, fullTime, percent } from '../../ui/format.ts'
import { StateMark } from '../../ui/state-mark.tsx'
import { displayText, valueText } from '../../words/value-text.ts'
import { EMPTY_EXPLANATIONS } from './cell-explanations.ts'
import { NextStep } from './next-step.tsx'

const STATE_SENTENCES = {
  verified: 'Verified: the quote is on the stored page, and the value follows from it.',
  cited: 'Cited: a page says so, but the last step of the proof is missing.',
  asserted: 'Not proven: a model said so, and no quote proves it.',
  human: 'Entered and locked by a person. Runs leave it as it is.',
} as const
const CHOSEN = 'Chosen by a person among what was found, and quoted below. Runs leave it as it is.'

const JUDGED_WRONG = 'Judged wrong by a person. What it was taken from is shown below all the same.'

interface CellHeadProps {
  detail: CellDetail
  readonly: boolean
  canRelease: boolean
  releasing: boolean
  mayRun: Allowed
  onRunAgain: () => void
  /** A run that also fills what a person emptied. */
  onFill: () => void
  onRelease: () => void
}

export function CellHead({
  detail,
  readonly,
  canRelease,
  releasing,
  mayRun,
  onRunAgain,
  onFill,
  onRelease,
}: CellHeadProps) {
  const { value, mark } = detail
  if (mark.pending)
    return <StateLine state="pending" text="Waiting for an answer. It appears here as soon as it is there." />
  if (value === null && mark.state === 'empty' && mark.empty) {
    const { why, next } = EMPTY_EXPLANATIONS[mark.empty]
    return (
      <div className="flex flex-col gap-2">
        <p className="text-large text-quiet first-letter:uppercase">{EMPTY_WORDS[mark.empty]}</p>
        <p>{why}</p>
        <p className="rounded-base bg-paper px-3 py-2 text-muted">
          <span className="font-medium text-ink">What helps: </span>
          {next}
        </p>
        <NextStep detail={detail} mayRun={mayRun} onRunAgain={onRunAgain} />
      </div>
    )
  }
  if (canRelease && isEmptied(mark.state, value)) {
    return (
      <div className="flex flex-col gap-2">
        <p className="text-large text-quiet">Empty</p>
        <StateLine state="human" text="Emptied by a person. Runs leave it alone." />
        {!readonly && (
          <div className="flex flex-wrap gap-2">
            <Button icon={Play} allowed={mayRun} onClick={onFill}>
              Fill it too
            </Button>
            <Button icon={LockOpen} busy={releasing} onClick={onRelease}>
              Let runs fill it again
            </Button>
          </div>
        )}
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-2">
      {value === null ? <p className="text-large text-quiet">Empty</p> : <Value value={value} />}
      {mark.state !== null && mark.state !== 'empty' && (
        <StateLine
          state={mark.wrong ? 'wrong' : mark.state}
          text={mark.wrong ? JUDGED_WRONG : stateSentence(detail, mark.state)}
        />
      )}
      {detail.checkedAt && (
        <p className="text-small text-quiet">
          Confirmed{' '}
          <time dateTime={detail.checkedAt} title={fullTime(detail.checkedAt)}>
            {ago(detail.checkedAt)}
          </time>
          , when the page was read again.
        </p>
      )}
      {detail.confidence && (
        <p className="text-small text-quiet" title={`At least ${percent(detail.confidence.lower)} with 95 % certainty`}>
          In Enrichify’s own test on websites that people had read, {percent(detail.confidence.accuracy)} of{' '}
          {count.format(detail.confidence.n)} values like this one were right.
        </p>
      )}
      {mark.state === null && value !== null && <p className="text-small text-quiet">{originWords(detail)}</p>}
      {mark.state === 'human' && canRelease && !readonly && (
        <Button icon={LockOpen} busy={releasing} onClick={onRelease} className="self-start">
          Let runs fill it again
        </Button>
      )}
    </div>
  )
}

/** A value of an imported list has no history. */
function originWords({ history }: CellDetail): string {
  const [last] = history
  return last ? `Entered by ${last.actor.name}.` : 'It came with the list.'
}

function stateSentence(detail: CellDetail, state: keyof typeof STATE_SENTENCES): string {
  if (isComputed(detail)) return 'Computed from other cells; there is nothing to quote.'
  return detail.mark.quoted ? CHOSEN : STATE_SENTENCES[state]
}

function isComputed({ mark, trace }: CellDetail): boolean {
  return mark.state === 'asserted' && trace.some(({ kind, outcome }) => kind === 'formula' && outcome === 'answered')
}

function StateLine({ state, text }: { state: keyof typeof STATE_SENTENCES | 'pending' | 'wrong'; text: string }) {
  return (
    <p className="flex items-start gap-2 text-muted">
      <span className="mt-0.5">
        <StateMark state={state} />
      </span>
      {text}
    </p>
  )
}

function Value({ value }: { value: NonNullable<CellDetail['value']> }) {
  if (Array.isArray(value)) {
    return (
      <ul className="flex flex-col gap-0.5 text-large">
        {value.map((item) => (
          <li key={valueText(item)} className="break-words">
            <Linked text={valueText(item)} />
          </li>
        ))}
      </ul>
    )
  }
  const text = typeof value === 'boolean' ? (value ? 'Yes' : 'No') : displayText(value)
  return (
    <p className="text-large font-medium break-words whitespace-pre-line">
      <Linked text={text} />
    </p>
  )
}

function Linked({ text }: { text: string }) {
  if (!/^https?:\/\//i.test(text)) return <>{text}</>
  return (
    <a href={text} target="_blank" rel="noopener noreferrer" className="text-accent underline underline-offset-2">
      {text}
    </a>
  )
}
