import type { Column } from '@enrichify/contracts'
import { FORMULA_FUNCTIONS } from '@enrichify/domain'
import { useDeferredValue } from 'react'
import { cx } from '../../ui/cx.ts'
import { FoldSummary } from '../../ui/fold-summary.tsx'
import { formulaProblem } from './check-draft.ts'
import { ReferenceField } from './reference-field.tsx'

interface FormulaFieldProps {
  label: string
  hideLabel?: boolean
  hint: string
  placeholder: string
  value: string
  onValue: (text: string) => void
  columns: readonly Column[]
  error?: string | null
  autoFocus?: boolean
}

/**
 * A formula, checked while it is typed; mistakes are shown at their place.
 * Loaded lazily: the functions bring the phone metadata of the whole world along.
 */
export function FormulaField({ value, onValue, columns, hint, error, ...rest }: FormulaFieldProps) {
  const problem = formulaProblem(useDeferredValue(value), columns)
  return (
    <div className="flex flex-col gap-1.5">
      <ReferenceField
        {...rest}
        rows={3}
        maxLength={4000}
        spellCheck={false}
        value={value}
        onValue={onValue}
        columns={columns}
        hint={hint}
        error={problem?.message ?? error ?? null}
        className="font-mono"
      />
      {problem?.at != null && <Place text={value} at={problem.at} />}
      <details>
        <FoldSummary className="text-small text-quiet hover:text-ink">Functions</FoldSummary>
        <ul className="mt-1.5 max-h-52 overflow-auto rounded-base border border-line bg-paper py-1">
          {Object.entries(FORMULA_FUNCTIONS).map(([name, { usage }]) => (
            <li key={name}>
              <button
                type="button"
                onClick={() => onValue(`${value}${name}(`)}
                className={cx(
                  'block w-full px-2.5 py-0.5 text-left font-mono text-small',
                  'break-words text-muted hover:bg-hover hover:text-ink',
                )}
              >
                {usage}
              </button>
            </li>
          ))}
        </ul>
      </details>
    </div>
  )
}

const AROUND = 24

/** The place of a mistake, with a little of the text around it. */
function Place({ text, at }: { text: string; at: number }) {
  const [from, to] = [Math.max(0, at - AROUND), Math.min(text.length, at + AROUND)]
  return (
    <p
      aria-hidden
      className="truncate rounded-small bg-danger-soft px-2 py-1 font-mono text-small whitespace-pre text-muted"
    >
      {from > 0 && '…'}
      {text.slice(from, at)}
      <mark className="bg-transparent font-semibold text-danger underline decoration-2 underline-offset-4">
        {text.slice(at, at + 1) || ' '}
      </mark>
      {text.slice(at + 1, to)}
      {to < text.length && '…'}
    </p>
  )
}
