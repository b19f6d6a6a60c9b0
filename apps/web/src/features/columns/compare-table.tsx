import type { Trial } from '@enrichify/contracts'
import { Equal, EqualNot } from 'lucide-react'
import { TrialAnswerView } from '../../parts/trial/trial-answer.tsx'
import { count, money, percent } from '../../ui/format.ts'
import { valueText } from '../../words/value-text.ts'
import { agreement, variantFigures } from './compare-words.ts'

/** Figures of both plans, then row by row what each says. */
export function CompareTable({ trial }: { trial: Trial }) {
  const agreed = agreement(trial)
  const [first, second] = trial.variants
  if (!first || !second) return null
  const figures = variantFigures([first, second])
  return (
    <div className="flex flex-col gap-4">
      <p className="flex flex-wrap items-baseline gap-x-2.5">
        <span className="text-title font-semibold tracking-tight">{agreed === null ? '–' : percent(agreed)}</span>
        <span className="text-muted">of the rows get the same answer from both</span>
      </p>
      <div className="overflow-x-auto rounded-base border border-line">
        <table className="w-full">
          <caption className="sr-only">The versions in figures</caption>
          <thead>
            <tr className="border-b border-line text-small text-quiet">
              <td className="px-3 py-1.5" />
              <th scope="col" className="px-3 py-1.5 text-right font-medium">
                First
              </th>
              <th scope="col" className="px-3 py-1.5 text-right font-medium">
                Second
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {figures.map(({ label, values, best }) => (
              <tr key={label}>
                <th scope="row" className="px-3 py-1.5 text-left font-normal text-muted">
                  {label}
                </th>
                {values.map((value, index) => (
                  <td
                    key={index}
                    className={
                      best === index ? 'px-3 py-1.5 text-right font-semibold text-accent' : 'px-3 py-1.5 text-right'
                    }
                  >
                    {value}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul aria-label="Row by row" className="divide-y divide-line rounded-base border border-line">
        {trial.rows.map(({ rowId, label, expected, answers, agree }) => (
          <li key={rowId} className="flex flex-col gap-1.5 px-3 py-2">
            <p className="flex items-center gap-2 text-small text-quiet">
              <span className="min-w-0 truncate">{label}</span>
              {agree === true && (
                <span className="flex shrink-0 items-center gap-1">
                  <Equal className="size-3.5" aria-hidden />
                  the same
                </span>
              )}
              {agree === false && (
                <span className="flex shrink-0 items-center gap-1 font-medium text-warn">
                  <EqualNot className="size-3.5" aria-hidden />
                  different
                </span>
              )}
              {expected !== null && <span className="ml-auto min-w-0 truncate">expected: {valueText(expected)}</span>}
            </p>
            {answers.length === 0 ? (
              <p className="text-quiet">…</p>
            ) : (
              <div className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
                {answers.map((answer, index) => (
                  <TrialAnswerView key={index} answer={answer} />
                ))}
              </div>
            )}
          </li>
        ))}
      </ul>
      <p className="text-small text-quiet">
        {count.format(trial.rowsTotal)} rows, {money(trial.costMicros)} all together.
      </p>
    </div>
  )
}
