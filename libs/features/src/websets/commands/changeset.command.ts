import type { ChatChange, Refusal } from '@enrichify/contracts'
import type { ColumnEntity, StoredRow, Tx } from '@enrichify/database'
import { COLUMN_TYPES } from '@enrichify/domain'
import { addColumnsIn } from '../add-columns.ts'
import type { PersonCell } from '../cell-writes.ts'
import type { NewColumn } from '../plan-column.ts'
import { gone, notValid } from '../refusals.ts'
import type { Command, CommandContext, CommandTools } from './command.ts'
import { moveColumns } from './move-columns.ts'

export interface ChangeSet {
  title: string
  messageId: string
  changes: readonly ChatChange[]
}
type ProposedEdit = Extract<ChatChange, { kind: 'editCells' }>['edits'][number]

/** A chat's change set, as one step: the columns that it adds, in its order, and the cells that it edits. */
export const changeset: Command<ChangeSet, { columnIds: string[]; messageId: string }> = {
  async apply(tx, context, { title, messageId, changes }, tools) {
    const { websetId } = context
    // Cells first: a change that adds columns has the webset to themselves, and must not wait for rows then.
    const edited = await editCells(tx, context, changes, tools)
    const made = await addColumnsIn(
      tx,
      tools.websets,
      websetId,
      changes.flatMap((change) => (change.kind === 'addColumn' ? [newColumn(change)] : [])),
    )
    await tools.changes.note(tx, websetId, { columns: made.length > 0 })
    return {
      label: `applying “${title}”`,
      size: made.length + edited.written,
      payload: { columnIds: made.map(({ id }) => id), messageId },
      refused: edited.refused,
    }
  },
  async takeBack(tx, context, { columnIds, messageId }, tools) {
    const step = await moveColumns(tx, context, columnIds, true, tools)
    return { ...step, payload: { ...step.payload, messageId } }
  },
  async bringBack(tx, context, { columnIds, messageId }, tools) {
    const step = await moveColumns(tx, context, columnIds, false, tools)
    return { ...step, payload: { ...step.payload, messageId } }
  },
}

function newColumn({ name, fact, columnKind, question }: Extract<ChatChange, { kind: 'addColumn' }>): NewColumn {
  return { name, ...(fact ? { fact } : { kind: columnKind, ...(question ? { question } : {}) }) }
}

async function editCells(
  tx: Tx,
  context: CommandContext,
  changes: readonly ChatChange[],
  tools: CommandTools,
): Promise<{ written: number; refused: Refusal[] }> {
  const { websetId } = context
  const edits = changes.flatMap((change) => (change.kind === 'editCells' ? change.edits : []))
  const columns = new Map((await tools.websets.listColumns(tx, websetId)).map((column) => [column.id, column]))
  const ids = edits.map(({ rowId }) => rowId)
  // Locked, so that what is compared with the proposal is what is overwritten.
  const rows = new Map(
    (ids.length ? await tools.rows.byIds(tx, websetId, ids, { lock: true }) : []).map((row) => [row.id, row.cells]),
  )
  const read = edits.map((edit) => readEdit(edit, columns.get(edit.columnId), rows.get(edit.rowId)))
  const cells = read.filter((one): one is PersonCell => !('reason' in one))
  const { written, refused } = await tools.cells.writeByPerson(tx, websetId, context, cells)
  return { written, refused: [...read.filter((one): one is Refusal => 'reason' in one), ...refused] }
}

/** Only cells that still contain what was shown with the proposal. A person who changed one since then knew better. */
function readEdit(
  { rowId, columnId, text, before }: ProposedEdit,
  column: ColumnEntity | undefined,
  cells: StoredRow['cells'] | undefined,
): PersonCell | Refusal {
  if (!column || !cells) return gone({ rowId, columnId }, 'is no longer there')
  if (COLUMN_TYPES[column.kind].format(cells[columnId] ?? null) !== before)
    return { ...gone({ rowId, columnId }, 'was changed since the proposal'), reason: 'changed_since' }
  const parsed = COLUMN_TYPES[column.kind].parse(text, column.settings)
  return parsed.ok
    ? { rowId, columnId, value: parsed.value, state: column.enrichment ? 'human' : null }
    : notValid({ rowId, columnId }, parsed.reason)
}
