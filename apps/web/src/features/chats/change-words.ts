import type { ChangeSetJson, ChatChange, Column, Filter } from '@enrichify/contracts'
import { READY_FACTS } from '@enrichify/domain'
import { count, money, plural } from '../../ui/format.ts'
import { filterWords } from '../../words/filter-words.ts'
import { KIND_LABELS } from '../../words/kind-labels.ts'

const SHOWN_EDITS = 4

export interface ChangeLine {
  title: string
  details: string[]
}

/** One change as a person reads it before deciding. */
export function changeWords(change: ChatChange, columns: readonly Column[]): ChangeLine {
  const name = (id: string): string => columns.find((column) => column.id === id)?.name ?? id
  switch (change.kind) {
    case 'addColumn':
      return {
        title: `New column “${change.name}”`,
        details: [
          change.fact
            ? `Ready fact: ${READY_FACTS[change.fact].label}`
            : (change.question ?? `Plain, ${KIND_LABELS[change.columnKind]}`),
        ],
      }
    case 'editCells': {
      const more = change.edits.length - SHOWN_EDITS
      return {
        title: `Edit ${plural(change.edits.length, 'cell')}`,
        details: [
          ...change.edits
            .slice(0, SHOWN_EDITS)
            .map(
              ({ rowId, columnId, before, text }) =>
                `Row ${rowId}, ${name(columnId)}: ${before || 'empty'} → ${text || 'empty'}`,
            ),
          ...(more > 0 ? [`and ${count.format(more)} more`] : []),
        ],
      }
    }
    case 'filter':
      return {
        title: 'Show only some rows',
        details: [
          ...change.filters.map((filter: Filter) => filterWords(filter, columns)),
          ...(change.sort
            ? [`Sorted by ${name(change.sort.column)}${change.sort.direction === 'desc' ? ', descending' : ''}`]
            : []),
        ],
      }
    case 'run': {
      const rows =
        change.scope.kind === 'rows'
          ? plural(change.scope.rowIds.length, 'row')
          : change.scope.kind === 'all'
            ? 'all rows'
            : 'rows that are empty there'
      return { title: `Run ${change.columns.map(name).join(', ')}`, details: [`On ${rows}`] }
    }
  }
}

export function priceWords({ changes, price }: ChangeSetJson): string {
  if (!changes.some(({ kind }) => kind === 'run') || price.calls === 0) return 'Free'
  return `About ${money(price.p50Micros)} for ${plural(price.calls, 'call')}; stops at ${money(price.budgetMicros)}`
}
