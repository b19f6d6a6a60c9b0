import type { RunEstimate } from '@enrichify/contracts'
import { CheckField } from '../../ui/field.tsx'
import { emptiedWords, leftAloneWords } from './price-words.ts'

interface LeftAloneProps {
  cells: RunEstimate['leftAlone']
  fillEmptied: boolean
  onFillEmptied: (fill: boolean) => void
}

/** What a person decided in these columns, and whether the run may fill what they emptied. */
export function LeftAlone({ cells, fillEmptied, onFillEmptied }: LeftAloneProps) {
  const words = leftAloneWords(cells)
  if (words === null && cells.emptied === 0) return null
  return (
    <div className="flex flex-col gap-1.5 rounded-base border border-line px-3 py-2">
      {cells.emptied > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <p>{emptiedWords(cells, fillEmptied)}</p>
          <CheckField
            label={cells.emptied === 1 ? 'Fill it too' : 'Fill them too'}
            checked={fillEmptied}
            onChange={(event) => onFillEmptied(event.target.checked)}
          />
        </div>
      )}
      {words !== null && <p className="text-muted">{words}</p>}
    </div>
  )
}
