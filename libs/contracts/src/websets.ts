import {
  AGENT_ROLES,
  CELL_STATES,
  COLUMN_KINDS,
  DATA_FACTS,
  EMPTY_REASONS,
  FACT_KINDS,
  RUNG_KINDS,
  STOP_RULES,
  TRACE_KINDS,
  TRACE_OUTCOMES,
} from '@enrichify/domain'
import { z } from 'zod'
import { endpoint } from './endpoint.ts'

const instant = z.iso.datetime()
export const websetParams = z.object({ id: z.uuid() })
const columnParams = z.object({ id: z.uuid(), columnId: z.string().max(20) })
const title = z.string().trim().min(1).max(200)

export const cellValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(
    z.union([
      z.string(),
      z.object({ name: z.string(), title: z.string().nullable() }),
      z.object({ network: z.string(), url: z.string() }),
    ]),
  ),
])
export type CellValueJson = z.output<typeof cellValue>

/** A model of a connection. */
export const columnModel = z.object({ connectionId: z.uuid(), model: z.string().min(1).max(200) })
export const rung = z.object({
  kind: z.enum(RUNG_KINDS),
  enabled: z.boolean(),
  model: columnModel.nullable().default(null),
  maxMicros: z.number().int().min(1).nullable().default(null),
  maxPages: z.number().int().min(1).max(50).nullable().default(null),
  maxSteps: z.number().int().min(1).max(30).nullable().default(null),
})
const rungs = z.array(rung).min(1).max(12)
const formula = z.string().trim().min(1).max(4000)
const condition = formula.nullable().default(null)
const criterion = z.object({
  name: title,
  question: z.string().trim().min(3).max(500),
  weight: z.number().int().min(1).max(100),
})
const request = z.object({
  verb: z.enum(['GET', 'POST']),
  url: z.string().trim().min(1).max(2000),
  headers: z.record(z.string().max(100), z.string().max(1000)).default({}),
  body: z.string().max(20_000).default(''),
  path: z.string().max(200).default(''),
})
/** How a column gets its values. Texts name other columns in braces: `{c2}` as answered, `{Company}` or `{c2}` as sent. */
export const enrichment = z.discriminatedUnion('method', [
  z.object({
    method: z.literal('answer'),
    question: z.string().trim().min(3).max(500),
    fact: z.enum(FACT_KINDS).nullable().default(null),
    dataFact: z.enum(DATA_FACTS).nullable().default(null),
    rungs,
    stop: z.enum(STOP_RULES).default('verified'),
    examples: z.boolean().default(true),
    condition,
  }),
  z.object({ method: z.literal('score'), criteria: z.array(criterion).min(1).max(12), rungs, condition }),
  z.object({ method: z.literal('formula'), formula, condition }),
  z.object({ method: z.literal('merge'), columns: z.array(z.string().max(20)).min(1).max(20), condition }),
  z.object({ method: z.literal('http'), request, condition }),
])
export type EnrichmentJson = z.output<typeof enrichment>
export const column = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(COLUMN_KINDS),
    position: z.number().int(),
    width: z.number().int(),
    settings: z.object({ region: z.string().optional(), options: z.array(z.string()).optional() }),
    /** Null: a plain column that people and imports fill. */
    enrichment: enrichment.nullable(),
  })
  .meta({ id: 'Column' })
export type Column = z.output<typeof column>

export const websetSummary = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rows: z.number().int(),
    columns: z.number().int(),
    isSample: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
    activeRunId: z.uuid().nullable(),
  })
  .meta({ id: 'WebsetSummary' })
export type WebsetSummary = z.output<typeof websetSummary>

export const webset = z
  .object({
    id: z.uuid(),
    name: z.string(),
    rows: z.number().int(),
    columns: z.array(column),
    isSample: z.boolean(),
    /** Recorded answers at simulated prices. */ practice: z.boolean(),
    archiveId: z.uuid().nullable(),
    createdAt: instant,
    updatedAt: instant,
    activeRunId: z.uuid().nullable(),
  })
  .meta({ id: 'Webset' })
export type Webset = z.output<typeof webset>

/** What is known about a cell beside its value; a cell without a mark came with the list. `pending`: a run is about to answer it. */
export const mark = z.object({
  state: z.enum(CELL_STATES).nullable(),
  empty: z.enum(EMPTY_REASONS).nullable().optional(),
  pending: z.boolean().optional(),
  candidates: z.number().int().optional(),
  /** What it was made from has changed since. */ stale: z.boolean().optional(),
  /** Sources disagree, and nobody has chosen yet. */ conflict: z.boolean().optional(),
})
export type Mark = z.output<typeof mark>

export const row = z
  .object({ id: z.number().int(), cells: z.record(z.string(), cellValue), marks: z.record(z.string(), mark) })
  .meta({ id: 'Row' })
export type Row = z.output<typeof row>

export const FILTER_OPERATORS = [
  'contains',
  'equals',
  'not_equals',
  'greater',
  'less',
  'empty',
  'not_empty',
  'state',
  'reason',
  /** `stale` or `conflict`. */ 'flag',
] as const
export const filter = z.object({
  column: z.string().max(20),
  op: z.enum(FILTER_OPERATORS),
  value: z.string().max(500).optional(),
})
export type Filter = z.output<typeof filter>
const filters = z
  .string()
  .max(8000)
  .transform((text, context): Filter[] => {
    try {
      return z.array(filter).max(20).parse(JSON.parse(text))
    } catch {
      context.addIssue({ code: 'custom', message: 'filter is a JSON list such as [{"column":"c2","op":"not_empty"}]' })
      return z.NEVER
    }
  })

export const listWebsets = endpoint({
  method: 'GET',
  path: '/websets',
  summary: 'All websets of the workspace, latest change first',
  query: z.object({ trash: z.stringbool().default(false) }),
  response: z.object({ websets: z.array(websetSummary) }),
})
export const createWebset = endpoint({
  method: 'POST',
  path: '/websets',
  summary: 'Create a webset; `paste` (a column of domains, addresses or names, or a table) starts it with rows',
  body: z.object({
    name: title,
    paste: z.string().max(5_000_000).optional(),
    columns: z
      .array(z.object({ name: title, kind: z.enum(COLUMN_KINDS) }))
      .max(200)
      .optional(),
  }),
  response: webset,
})
export const getWebset = endpoint({
  method: 'GET',
  path: '/websets/:id',
  summary: 'A webset with its columns',
  params: websetParams,
  response: webset,
})
export const updateWebset = endpoint({
  method: 'PATCH',
  path: '/websets/:id',
  summary: 'Rename, or switch practice mode',
  params: websetParams,
  body: z.object({ name: title.optional(), practice: z.boolean().optional() }),
  response: webset,
})
export const deleteWebset = endpoint({
  method: 'DELETE',
  path: '/websets/:id',
  summary: 'Move to the trash',
  params: websetParams,
  response: z.object({}),
})
export const restoreWebset = endpoint({
  method: 'POST',
  path: '/websets/:id/restore',
  summary: 'Take out of the trash',
  params: websetParams,
  response: webset,
  status: 200,
})

const columnBody = z.object({
  name: title.optional(),
  kind: z.enum(COLUMN_KINDS).optional(),
  settings: column.shape.settings.optional(),
  /** Either a ready fact, or a question in words; neither makes a plain column. */
  fact: z.enum(FACT_KINDS).optional(),
  question: z.string().trim().min(3).max(500).optional(),
  /** Which model answers the question; left out: the workspace’s first. */
  model: columnModel.nullable().optional(),
  /** The whole plan, instead of a fact or a question. */
  plan: enrichment.optional(),
})
export const addColumn = endpoint({
  method: 'POST',
  path: '/websets/:id/columns',
  summary: 'Add a plain or an enrichment column',
  params: websetParams,
  body: columnBody,
  response: column,
})
export const updateColumn = endpoint({
  method: 'PATCH',
  path: '/websets/:id/columns/:columnId',
  summary: 'Rename, resize, move or retype; a retype converts the values that fit and keeps the others as they are',
  params: columnParams,
  body: z.object({
    name: title.optional(),
    width: z.number().int().min(40).max(1200).optional(),
    position: z.number().int().min(0).optional(),
    kind: z.enum(COLUMN_KINDS).optional(),
    settings: column.shape.settings.optional(),
    question: z.string().trim().min(3).max(500).optional(),
    model: columnModel.nullable().optional(),
    plan: enrichment.optional(),
  }),
  response: column,
})
export const deleteColumn = endpoint({
  method: 'DELETE',
  path: '/websets/:id/columns/:columnId',
  summary: 'Move a column to the trash',
  params: columnParams,
  response: z.object({}),
})
export const restoreColumn = endpoint({
  method: 'POST',
  path: '/websets/:id/columns/:columnId/restore',
  summary: 'Take a column out of the trash',
  params: columnParams,
  response: column,
  status: 200,
})

export const listRows = endpoint({
  method: 'GET',
  path: '/websets/:id/rows',
  summary: 'A window of rows: by cursor, or by offset for a grid that jumps',
  params: websetParams,
  query: z.object({
    cursor: z.string().max(500).optional(),
    offset: z.coerce.number().int().min(0).max(50_000_000).optional(),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    filter: filters.optional(),
    sort: z
      .string()
      .regex(/^c\d+:(asc|desc)$/, 'sort is a column and a direction, such as c2:desc')
      .optional(),
    search: z.string().max(200).optional(),
  }),
  response: z.object({ rows: z.array(row), nextCursor: z.string().nullable(), total: z.number().int() }),
})
export const addRows = endpoint({
  method: 'POST',
  path: '/websets/:id/rows',
  summary: 'Append rows, values as typed text or as values',
  params: websetParams,
  body: z.object({ rows: z.array(z.record(z.string(), cellValue)).min(1).max(1000) }),
  response: z.object({
    rows: z.array(row),
    rejected: z.array(z.object({ index: z.number().int(), column: z.string(), reason: z.string() })),
  }),
})
const rowIds = z.array(z.number().int()).min(1).max(10_000)
export const deleteRows = endpoint({
  method: 'DELETE',
  path: '/websets/:id/rows',
  summary: 'Move rows to the trash',
  params: websetParams,
  body: z.object({ rowIds }),
  response: z.object({ deleted: z.number().int() }),
})
export const restoreRows = endpoint({
  method: 'POST',
  path: '/websets/:id/rows/restore',
  summary: 'Take rows out of the trash',
  params: websetParams,
  body: z.object({ rowIds }),
  response: z.object({ restored: z.number().int() }),
  status: 200,
})

export const listTrash = endpoint({
  method: 'GET',
  path: '/websets/:id/trash',
  summary: 'Deleted rows and columns of a webset',
  params: websetParams,
  response: z.object({
    columns: z.array(z.object({ id: z.string(), name: z.string(), deletedAt: instant })),
    rows: z.array(z.object({ id: z.number().int(), label: z.string(), deletedAt: instant })),
    totalRows: z.number().int(),
  }),
})
export const undo = endpoint({
  method: 'POST',
  path: '/websets/:id/undo',
  summary: 'Take back the own last action in this webset',
  params: websetParams,
  response: z.object({ undone: z.string().nullable() }),
  status: 200,
})

/** `text` is parsed by the column's type; `value` is taken as it is; `release` lets runs fill the cell again. */
const cellEdit = z.object({
  rowId: z.number().int(),
  columnId: z.string().max(20),
  text: z.string().max(100_000).optional(),
  value: cellValue.optional(),
  release: z.boolean().optional(),
})
export const editCells = endpoint({
  method: 'PATCH',
  path: '/websets/:id/cells',
  summary: 'Edit cells as one action; what a type does not accept is named, the rest is saved',
  params: websetParams,
  body: z.object({ edits: z.array(cellEdit).min(1).max(10_000) }),
  response: z.object({
    cells: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), value: cellValue, mark })),
    rejected: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), reason: z.string() })),
  }),
})

export const evidence = z
  .object({
    id: z.uuid(),
    captureId: z.uuid(),
    url: z.string(),
    value: z.unknown(),
    quote: z.string(),
    start: z.number().int(),
    end: z.number().int(),
    /** The typed rule by which the value follows from the quote. */
    rule: z.string(),
    fetchedAt: instant,
    textHash: z.string(),
    textVersion: z.number().int(),
  })
  .meta({ id: 'Evidence' })
export type Evidence = z.output<typeof evidence>
export const candidate = z.object({
  value: z.unknown(),
  state: z.enum(['verified', 'cited']),
  /** The rung and place that it is from, such as `structured:json-ld`. */ source: z.string().nullable().default(null),
  reason: z.string().nullable(),
  pages: z.number().int(),
  evidence: evidence.nullable(),
})
export type CandidateJson = z.output<typeof candidate>
const agentStep = z.object({
  role: z.enum(AGENT_ROLES),
  worker: z.number().int(),
  action: z.enum(['plan', 'search', 'read', 'answer', 'verify', 'stop']),
  detail: z.string(),
  captureId: z.uuid().nullable(),
  costMicros: z.number().int(),
})
/** One step on a cell’s way to its value. */
export const traceStep = z
  .object({
    kind: z.enum(TRACE_KINDS),
    outcome: z.enum(TRACE_OUTCOMES),
    note: z.string().nullable(),
    by: z.string().nullable(),
    source: z.enum(['paid', 'cache', 'earlier']).nullable(),
    costMicros: z.number().int(),
    tokens: z.object({ input: z.number().int(), output: z.number().int() }).nullable(),
    passages: z.array(
      z.object({ captureId: z.uuid(), url: z.string(), start: z.number().int(), end: z.number().int() }),
    ),
    quoteFound: z.boolean().nullable(),
    steps: z.array(agentStep),
  })
  .meta({ id: 'TraceStep' })
export type TraceStepJson = z.output<typeof traceStep>
export const change = z
  .object({
    id: z.number().int(),
    at: instant,
    actor: z.object({
      kind: z.enum(['person', 'token', 'run', 'system']),
      name: z.string(),
      runId: z.uuid().nullable(),
    }),
    before: cellValue,
    after: cellValue,
    beforeState: z.enum(CELL_STATES).nullable(),
    afterState: z.enum(CELL_STATES).nullable(),
    empty: z.enum(EMPTY_REASONS).nullable(),
    costMicros: z.number().int(),
  })
  .meta({ id: 'Change' })
export type ChangeJson = z.output<typeof change>
export const getCell = endpoint({
  method: 'GET',
  path: '/websets/:id/cells/:rowId/:columnId',
  summary: 'A cell with evidence, candidates and history',
  params: z.object({ id: z.uuid(), rowId: z.coerce.number().int(), columnId: z.string().max(20) }),
  response: z.object({
    rowId: z.number().int(),
    columnId: z.string(),
    value: cellValue,
    mark,
    candidates: z.array(candidate),
    /** Pages that were tried for this cell, with what became of each. */
    pages: z.array(z.object({ url: z.string(), outcome: z.string(), captureId: z.uuid().nullable() })),
    history: z.array(change),
    trace: z.array(traceStep),
    /** How often values like this one were right where people had annotated them; null where that was not observed often enough, and then no number is shown. */
    confidence: z
      .object({
        accuracy: z.number(),
        /** The lower end of its 95 % interval. */ lower: z.number(),
        n: z.number().int(),
      })
      .nullable(),
    /** When a refresh last found the quote still standing. */
    checkedAt: instant.nullable(),
    /** What a person has said of this cell. */
    verdict: z.enum(['right', 'wrong']).nullable(),
  }),
})
export type CellDetail = z.output<typeof getCell.response>

export const judgeCell = endpoint({
  method: 'POST',
  path: '/websets/:id/cells/:rowId/:columnId/verdict',
  summary:
    'Say that a cell is right or wrong, or choose one of its candidates; sources are trusted by what ' +
    'people say of them',
  params: z.object({ id: z.uuid(), rowId: z.coerce.number().int(), columnId: z.string().max(20) }),
  /** `evidenceId`: the candidate that is right; left out: the value as it stands. */
  body: z.object({ verdict: z.enum(['right', 'wrong']), evidenceId: z.uuid().optional() }),
  response: z.object({
    cells: z.array(z.object({ rowId: z.number().int(), columnId: z.string(), value: cellValue, mark })),
  }),
  status: 200,
})
