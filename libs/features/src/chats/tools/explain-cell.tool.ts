import { COLUMN_TYPES } from '@enrichify/domain'
import { asData, requireColumn, parametersOf, ToolProblem, wholeOf, type ChatTool } from '../chat-tool.ts'

const MAX_CHANGES = 8
const MAX_CANDIDATES = 5

export const explainCell: ChatTool = {
  name: 'explain_cell',
  description:
    'Why one cell holds what it holds: its value and state, the quotes and pages behind it, what else was ' +
    'offered, the pages that were tried, and its history.',
  parameters: parametersOf({
    row: { type: 'integer', description: 'Number of the row.' },
    column: { type: 'string', description: 'Id or name.' },
  }),
  async run(use, args) {
    const column = requireColumn(use, args.column)
    const rowId = wholeOf(args.row, 1, Number.MAX_SAFE_INTEGER, 0)
    if (rowId === 0) throw new ToolProblem('Say the number of the row.')
    const { value, mark, candidates, pages, history } = await use.sheet.cell(use.who, use.websetId, rowId, column.id)
    const words = (content: typeof value): string =>
      COLUMN_TYPES[column.kind].format(content).slice(0, 300) || '(empty)'
    const lines = [
      `value: ${words(value)}`,
      `state: ${mark.state ?? 'given with the list'}${mark.empty ? ` (${mark.empty})` : ''}`,
      ...candidates
        .slice(0, MAX_CANDIDATES)
        .map(({ value: offered, state, reason, evidence }) =>
          [
            `offered: ${words(offered as typeof value)} [${state}${reason ? `, ${reason}` : ''}]`,
            evidence ? ` quote “${evidence.quote.slice(0, 300)}” on ${evidence.url},` : '',
            evidence ? ` read ${evidence.fetchedAt.slice(0, 10)}, page id ${evidence.captureId}` : '',
          ].join(''),
        ),
      ...pages.slice(0, 10).map(({ url, outcome }) => `tried: ${url} (${outcome})`),
      ...history.slice(0, MAX_CHANGES).map(({ at, actor, before, after, afterState }) => {
        const change = `${words(before)} → ${words(after)}${afterState ? ` [${afterState}]` : ''}`
        return `${at.slice(0, 16)} ${actor.kind} ${actor.name}: ${change}`
      }),
    ]
    return {
      text: asData(`row ${rowId}, ${column.name}`, lines.join('\n')),
      summary: `Looked into row ${rowId}, ${column.name}`,
    }
  },
}
