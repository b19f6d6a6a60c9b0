import { asData, requireColumn, requireFilters, FILTERS, parametersOf, type ChatTool } from '../chat-tool.ts'

const MAX_GROUPS = 50

export const aggregate: ChatTool = {
  name: 'aggregate',
  description:
    'Counts over the whole sheet: how many rows match; for a column its filled cells, sum, average, ' +
    'median, smallest and largest value and states, or how often each value appears in it.',
  parameters: parametersOf({
    filters: FILTERS,
    column: { type: 'string', description: 'Id or name; "" to count rows only.' },
    group: { type: 'boolean', description: 'True: how often each value of the column appears.' },
  }),
  async run(use, args) {
    const filters = requireFilters(use, args.filters)
    if (!args.column) {
      const count = await use.sheet.count(use.who, use.websetId, filters)
      return { text: `${count} rows match.`, summary: `Counted ${count} rows` }
    }
    const column = requireColumn(use, args.column)
    if (args.group === true) {
      const groups = await use.sheet.groups(use.who, use.websetId, filters, column.id, MAX_GROUPS)
      return {
        text: asData(
          'sheet',
          groups.map(({ value, count }) => `${value?.slice(0, 200) ?? '(empty)'}: ${count}`).join('\n'),
        ),
        summary: `Counted rows by ${column.name}`,
      }
    }
    const figures = await use.sheet.column(use.who, use.websetId, filters, column.id)
    const states = await use.sheet.states(use.who, use.websetId, filters, column.id)
    const lines = [
      ...Object.entries(figures)
        .filter(([, value]) => value !== null)
        .map(([name, value]) => `${name}: ${String(value).slice(0, 200)}`),
      ...states.map(({ state, count }) => `state ${state ?? 'given'}: ${count}`),
    ]
    return { text: asData('sheet', lines.join('\n')), summary: `Calculated over ${column.name}` }
  },
}
