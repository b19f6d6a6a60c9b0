import { FACT_KINDS, readChangeSet } from '@enrichify/domain'
import { FILTERS, parametersOf, ToolProblem, wordOf, type ChatTool } from '../chat-tool.ts'

const text = { type: 'string' }
const texts = { type: 'array', items: text }
const record = parametersOf

export const proposeChanges: ChatTool = {
  name: 'propose_changes',
  description:
    'The only way to change anything: proposes new columns, cell edits, a filter and a run. Nothing ' +
    'happens until the person has seen it with its price and applies it. Call it at most once per answer, ' +
    'with all changes in it.',
  parameters: parametersOf({
    title: { ...text, description: 'What it does, in a few words.' },
    add_columns: {
      type: 'array',
      description: 'A fact or a question asked for every row, or neither for a plain column.',
      items: record({
        name: text,
        kind: {
          type: 'string',
          enum: ['text', 'number', 'date', 'url', 'email', 'phone', 'choice', 'boolean', 'list'],
        },
        question: { ...text, description: 'Answered from the row’s own website; "" for none.' },
        fact: { type: 'string', enum: ['', ...FACT_KINDS], description: 'A ready fact costs nothing; "" for none.' },
      }),
    },
    edits: {
      type: 'array',
      description: 'Cells to set, at most 200.',
      items: record({ row: { type: 'integer' }, column: text, text }),
    },
    filter: FILTERS,
    sort: { ...text, description: 'Such as "Name:desc"; "" for none.' },
    run: record({
      columns: { ...texts, description: 'Ids or names, also of columns that are added here.' },
      rows: { type: 'string', enum: ['none', 'all', 'only_empty', 'these'] },
      row_ids: { type: 'array', items: { type: 'integer' } },
    }),
  }),
  async run(use, args) {
    const read = readChangeSet(
      args,
      use.columns.map(({ id, name, kind, settings, enrichment }) => ({
        id,
        name,
        kind,
        settings,
        asks: enrichment !== null,
      })),
    )
    if (!read.ok) throw new ToolProblem(read.problems.slice(0, 8).join(' '))
    const title = wordOf(args.title).replaceAll(/\s+/g, ' ').slice(0, 120) || 'Changes'
    return {
      text: 'Shown to the person, who decides. Nothing has changed. Say in one sentence what it would do.',
      summary: `Proposed: ${title}`,
      proposal: { title, changes: read.changes },
    }
  },
}
