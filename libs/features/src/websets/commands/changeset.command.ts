import type { ChatChange, Refusal } from '@enrichify/contracts'
import type { ColumnEntity, StoredRow } from '@enrichify/database'
import { COLUMN_TYPES } from '@enrichify/domain'
import { addColumnsIn } from '../add-columns.ts'
import type { PersonCell } from '../cell-writes.ts'
import { gone, notValid } from '../refusals.ts'
import type { Command } from './command.ts'
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
    const made = await addColumnsIn(
      tx,
      tools.websets,
      websetId,
      changes.flatMap((change) =>
        change.kind === 'addColumn'
          ? [
              {
                name: change.name,
                ...(change.fact
                  ? { fact: change.fact }
                  : { kind: change.columnKind, ...(change.question ? { question: change.question } : {}) }),
              },
            ]
          : [],
      ),
    )
    await tools.changes.note(tx, websetId, { columns: made.length > 0 })
    const edits = changes.flatMap((change) => (change.kind === 'editCells' ? change.edits : []))
    const columns = new Map((await tools.websets.listColumns(tx, websetId)).map((column) => [column.id, column]))
    const ids = edits.map(({ rowId }) => rowId)
    const rows = new Map(
      (ids.length ? await tools.rows.byIds(tx, websetId, ids) : []).map((row) => [row.id, row.cells]),
    )
    const read = edits.map((edit) => readEdit(edit, columns.get(edit.columnId), rows.get(edit.rowId)))
    const cells = read.filter((one): one is PersonCell => !('reason' in one))
    const written = await tools.cells.writeByPerson(tx, websetId, context, cells)
    return {
      label: `applying “${title}”`,
      size: made.length + cells.length - written.refused.length,
      payload: { columnIds: made.map(({ id }) => id), messageId },
      refused: [...read.filter((one): one is Refusal => 'reason' in one), ...written.refused],
      columns: made,
    }
  },
  takeBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, true, tools),
  bringBack: (tx, context, { columnIds }, tools) => moveColumns(tx, context, columnIds, false, tools),
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
