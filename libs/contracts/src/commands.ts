import { z } from 'zod'
import { cellValue, mark } from './cell-values.ts'
import { cellEdit } from './cells.ts'
import { column, columnBody, columnChange } from './columns.ts'
import { endpoint } from './endpoint.ts'
import { instant, title, websetParams } from './fields.ts'
import { rowSet } from './row-sets.ts'
import { row } from './rows.ts'

const columnId = z.string().max(20)
const kind = <K extends string, P extends z.ZodType>(name: K, payload: P) =>
  z.object({ kind: z.literal(name), payload })

/** Everything that a person can do to a sheet, one kind each. */
const commandKinds = z.discriminatedUnion('kind', [
  kind('cells.edit', z.object({ edits: z.array(cellEdit).min(1).max(10_000) })),
  /** Empties cells; those of columns that runs answer are then left alone by runs. */
  kind('cells.clear', z.object({ rows: rowSet, columnIds: z.array(columnId).min(1).max(500) })),
  /** Says that the present value of an answered cell is right or wrong; null takes back what was said about it. */
  kind('cells.judge', z.object({ rowId: z.number().int(), columnId, verdict: z.enum(['right', 'wrong']).nullable() })),
  /** Takes one of the candidates of a cell, named by its quote. It was right, and the others were wrong. */
  kind('cells.choose', z.object({ rowId: z.number().int(), columnId, evidenceId: z.uuid() })),
  kind('rows.add', z.object({ rows: z.array(z.record(z.string(), cellValue)).min(1).max(1000) })),
  kind('rows.delete', z.object({ rows: rowSet })),
  /** `rows` null: everything in the trash. */
  kind('rows.restore', z.object({ rows: rowSet.nullable() })),
  kind('column.add', columnBody),
  kind('column.update', z.object({ columnId, change: columnChange })),
  kind('column.delete', z.object({ columnId })),
  kind('column.restore', z.object({ columnId })),
  kind('webset.rename', z.object({ name: title })),
])

export const commandBody = z.intersection(
  commandKinds,
  z.object({
    /**
     * Made by the client. The same id again has no further effect and gets the same answer, with cells, rows and
     * columns as they are by then. Another command under the same id is refused.
     */
    commandId: z.uuid(),
    /**
     * Commands of what a person did at once, such as the parts of a large paste, carry the same one: they are one line
     * in the list of actions and one step back.
     */
    stepId: z.uuid().optional(),
    /** The page that sends it. It comes back in events, so that a page knows its own changes. */
    clientId: z.string().min(1).max(40).optional(),
    /**
     * The version that the person saw. A cell that someone else changed since then is refused, and so is the whole
     * update of a column if someone else saved one of the same properties (but its width and place).
     */
    baseVersion: z.number().int().min(0).optional(),
  }),
)
export type CommandBody = z.output<typeof commandBody>
export type CommandKind = CommandBody['kind']

const changedCell = z.object({ rowId: z.number().int(), columnId: z.string(), value: cellValue, mark })

/** Something that a command was asked to change and did not. */
export const refusal = z.object({
  rowId: z.number().int().nullable(),
  columnId: z.string().nullable(),
  /**
   * `changed_since`: it was changed after `baseVersion`, or after the action that was to be taken back. `already`: the
   * action was taken back or done again before.
   */
  reason: z.enum(['changed_since', 'not_valid', 'gone', 'already']),
  /** Follows the name of what was refused: “is not a number”. */
  detail: z.string(),
  /** `changed_since`: what is there now, who made it and when. `value` is of a cell; of a column it is null. */
  theirs: z
    .object({
      value: cellValue,
      by: z.string(),
      /** It was the same person: later, or on another page. */
      byYou: z.boolean().default(false),
      at: instant,
      version: z.number().int(),
    })
    .nullable()
    .default(null),
  /** The place in a list of rows that were to be added. */
  index: z.number().int().nullable().default(null),
})
export type Refusal = z.output<typeof refusal>

/** What a command did. */
export const applied = z
  .object({
    /** Takes it back: `POST …/actions/{actionId}/undo`. Null: nothing was changed. */
    actionId: z.uuid().nullable(),
    /** The version of the webset that the command made, or found when it changed nothing. */
    version: z.number().int(),
    /** What was done, as it follows “Undo: ”. */
    label: z.string(),
    /** How many cells, rows or columns were changed. */
    size: z.number().int(),
    /** Changed cells as they are now. Null: more than fit into an answer; read the rows again. */
    cells: z.array(changedCell).nullable(),
    /** Rows that were added or brought back. Null: too many for an answer. */
    rows: z.array(row).nullable(),
    columns: z.array(column),
    refused: z.array(refusal),
  })
  .meta({ id: 'Applied' })
export type Applied = z.output<typeof applied>

export const runCommand = endpoint({
  method: 'POST',
  path: '/websets/:id/commands',
  summary: 'Change a sheet: one command, one effect however often it is sent, one step of undo',
  params: websetParams,
  body: commandBody,
  response: applied,
  status: 200,
})

export const action = z
  .object({
    /** The first one of its step. */
    id: z.uuid(),
    kind: z.string(),
    label: z.string(),
    size: z.number().int(),
    version: z.number().int(),
    at: instant,
    by: z.object({ id: z.uuid(), name: z.string() }),
    isUndone: z.boolean(),
    /** It was taken back, but for what someone else had changed since. */
    isPartlyUndone: z.boolean(),
    /** The first two cells that it changed. `row` is the row in words. */
    cells: z.array(
      z.object({ rowId: z.number().int(), row: z.string(), columnId: z.string(), before: cellValue, after: cellValue }),
    ),
  })
  .meta({ id: 'Action' })
export type Action = z.output<typeof action>

export const listActions = endpoint({
  method: 'GET',
  path: '/websets/:id/actions',
  summary: 'What people did to a webset, latest first; each can be taken back by its id',
  params: websetParams,
  query: z.object({
    before: instant.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    mine: z.stringbool().default(false),
  }),
  response: z.object({ actions: z.array(action) }),
})

const actionParams = z.object({ id: z.uuid(), actionId: z.uuid() })
const bySomeone = z.object({
  clientId: z.string().min(1).max(40).optional(),
  /** With all other actions of its step. */
  step: z.boolean().default(false),
})

export const undoAction = endpoint({
  method: 'POST',
  path: '/websets/:id/actions/:actionId/undo',
  summary: 'Take back one action; what someone changed since then stays and is listed in `refused`',
  params: actionParams,
  body: bySomeone,
  response: applied,
  status: 200,
})

export const redoAction = endpoint({
  method: 'POST',
  path: '/websets/:id/actions/:actionId/redo',
  summary: 'Do again what was taken back; what someone changed since then stays and is listed in `refused`',
  params: actionParams,
  body: bySomeone,
  response: applied,
  status: 200,
})

export const undo = endpoint({
  method: 'POST',
  path: '/websets/:id/undo',
  summary: 'Take back your last action in this webset, unless someone changed since then what it had changed',
  params: websetParams,
  response: z.object({ undone: z.string().nullable(), refused: z.array(refusal) }),
  status: 200,
})

export const listChanges = endpoint({
  method: 'GET',
  path: '/websets/:id/changes',
  summary:
    'What has changed since a version: the changed rows as they are now, and whether rows or columns came or went',
  params: websetParams,
  query: z.object({ after: z.coerce.number().int().min(0) }),
  response: z.object({
    version: z.number().int(),
    /** Rows with changed cells, as they are now. Null: more than fit into an answer; read the rows again. */
    changed: z.array(row).nullable(),
    /** Rows came or went: read the rows again. */
    rows: z.boolean(),
    columns: z.boolean(),
    total: z.number().int(),
  }),
})
