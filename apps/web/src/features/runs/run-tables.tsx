import type { RunReport } from '@enrichify/contracts'
import { FiguresTable } from '../../ui/figures-table.tsx'
import { count, money } from '../../ui/format.ts'
import { Section } from '../../ui/section.tsx'

const RUNG_WORDS = {
  facts: { name: 'Ready facts', note: 'read from the pages, without a model' },
  cache: { name: 'Answers already paid for', note: 'the same question about the same text' },
  computed: { name: 'Computed', note: 'formulas, merged columns, requests' },
  data: { name: 'Data services', note: 'their entries, quoted' },
  model: { name: 'Model', note: 'asked, and its quotes checked' },
  search: { name: 'Search and model', note: 'over pages found elsewhere' },
  agent: { name: 'Agents', note: 'that looked for pages themselves' },
} satisfies Record<RunReport['rungs'][number]['rung'], { name: string; note: string }>

const some = (number: number): string => (number === 0 ? '–' : count.format(number))
const cost = (micros: number): string => (micros === 0 ? '–' : money(micros))

/** What each step filled, from the cheapest to the most expensive. */
export function RunRungs({ report }: { report: RunReport }) {
  return (
    <Section title="Who answered" hint="The cheapest step that can prove it comes first.">
      <FiguresTable
        caption="What each step filled"
        heads={['', 'Cells', 'Verified', 'Cost', 'Saved']}
        rows={report.rungs.map(({ rung, cells, verified, micros, savedMicros }) => ({
          key: rung,
          cells: [
            <span key="name">
              {RUNG_WORDS[rung].name}{' '}
              <span className="hidden text-small text-quiet sm:inline">{RUNG_WORDS[rung].note}</span>
            </span>,
            some(cells),
            some(verified),
            cost(micros),
            cost(savedMicros),
          ],
        }))}
      />
    </Section>
  )
}

export function RunColumns({ report }: { report: RunReport }) {
  // Rare enough to leave out where there are none: a phone has no room for it.
  const hasUnproven = report.columns.some(({ asserted }) => asserted > 0)
  return (
    <Section title="Columns" hint="As they were when the run started. Later changes of a column wait for the next run.">
      <FiguresTable
        caption="Results by column"
        heads={['', 'Verified', 'Cited', ...(hasUnproven ? ['Not proven'] : []), 'Empty', 'Cost']}
        rows={report.columns.map(({ columnId, name, asks, hasChanged, verified, cited, asserted, empty, micros }) => ({
          key: columnId,
          cells: [
            <span key="name" className="flex min-w-0 flex-col">
              <span>{name}</span>
              {asks !== '' && asks !== name && (
                <span className="line-clamp-2 text-small text-quiet" title={asks}>
                  {asks}
                </span>
              )}
              {hasChanged && <span className="text-small text-warn">Asks something else now</span>}
            </span>,
            some(verified),
            some(cited),
            ...(hasUnproven ? [some(asserted)] : []),
            some(empty),
            cost(micros),
          ],
        }))}
      />
    </Section>
  )
}
