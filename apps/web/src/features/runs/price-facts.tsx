import type { RunEstimate } from '@enrichify/contracts'
import { count, money, plural } from '../../ui/format.ts'
import { BASIS_WORDS, freeWords, leftWords, paidWords, testWords, timeWords } from './price-words.ts'

/** The price with its range and its source, then what it consists of. */
export function PriceFacts({ estimate }: { estimate: RunEstimate }) {
  const { price } = estimate
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-col gap-1.5">
        {price.basis === 'free' && price.p90Micros === 0 ? (
          <p className="text-title font-semibold tracking-tight">
            {estimate.problems.length > 0 ? 'The model cannot be asked yet' : 'Costs nothing'}
          </p>
        ) : (
          <>
            <p className="flex flex-wrap items-baseline gap-x-2.5">
              <span className="text-title font-semibold tracking-tight">About {money(price.p50Micros)}</span>
              <span className="text-muted">
                8 times in 10 from {money(price.p10Micros)} to {money(price.p90Micros)}
              </span>
            </p>
            <PriceRange {...price} />
          </>
        )}
        {!(price.basis === 'free' && estimate.problems.length > 0) && (
          <p className="text-small text-quiet">{BASIS_WORDS[price.basis]}</p>
        )}
      </div>
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1 [&>dt]:text-muted">
        <dt>Cells</dt>
        <dd>
          {count.format(estimate.cells)} in {plural(estimate.rows, 'row')}
        </dd>
        <dt>Free</dt>
        <dd>{freeWords(estimate.freeCells)}</dd>
        <dt>Paid</dt>
        <dd>{paidWords(estimate)}</dd>
        <dt>Takes</dt>
        <dd>{timeWords(estimate.seconds)}</dd>
        <dt>Left</dt>
        <dd>{leftWords(estimate.left)}</dd>
        {estimate.tests.length > 0 && (
          <>
            <dt>Tests</dt>
            <dd>
              <ul>
                {estimate.tests.map((test) => (
                  <li key={test.columnId}>
                    {estimate.tests.length > 1 && `${test.name}: `}
                    {testWords(test)}
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </div>
  )
}

/** From nothing to a little over the high end: a band for eight runs in ten, a mark at the middle. */
function PriceRange({ p10Micros, p50Micros, p90Micros }: RunEstimate['price']) {
  const end = Math.max(1, p90Micros * 1.15)
  const at = (micros: number): string => `${(micros / end) * 100}%`
  return (
    <div aria-hidden className="relative h-2 rounded-full bg-pressed">
      <div
        className="absolute inset-y-0 rounded-full bg-accent-line"
        style={{ left: at(p10Micros), right: `${100 - (p90Micros / end) * 100}%` }}
      />
      <div
        className="absolute -inset-y-0.5 w-1 -translate-x-1/2 rounded-full bg-accent"
        style={{ left: at(p50Micros) }}
      />
    </div>
  )
}
