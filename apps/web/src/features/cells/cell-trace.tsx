import type { TraceStepJson } from '@enrichify/contracts'
import type { Place } from '../../parts/trace/passage-view.tsx'
import { TraceSteps } from '../../parts/trace/trace-steps.tsx'
import { money } from '../../ui/format.ts'

/** How a cell got its value, from the first step to the last. */
export function CellTrace({ trace, quote }: { trace: readonly TraceStepJson[]; quote: Place | null }) {
  if (trace.length === 0) return null
  const cost = trace.reduce((sum, { costMicros }) => sum + costMicros, 0)
  return (
    <section aria-label="How it got here">
      <h3 className="mb-2 flex items-baseline gap-2 font-semibold">
        How it got here
        {cost > 0 && <span className="ml-auto text-small font-normal text-quiet">{money(cost)} in all</span>}
      </h3>
      <TraceSteps trace={trace} quote={quote} />
    </section>
  )
}
