import { describe, expect, it } from 'vitest'
import { readChangeSet, type ChangeSetColumn } from './change-set.ts'

const columns: ChangeSetColumn[] = [
  { id: 'c1', name: 'Company', kind: 'text', settings: {}, asks: false },
  { id: 'c2', name: 'Phone', kind: 'phone', settings: {}, asks: true },
  { id: 'c3', name: 'Employees', kind: 'number', settings: {}, asks: false },
]
const read = (proposal: unknown) => readChangeSet(proposal, columns)

describe('a change set', () => {
  it('is read in the order in which it is applied, columns by id or by name', () => {
    expect(
      read({
        run: { columns: ['Who leads it?', 'phone'], rows: 'these', row_ids: [3, 3, 4] },
        filter: [{ column: 'Phone', op: 'empty' }],
        sort: 'company:desc',
        edits: [{ row: 2, column: 'EMPLOYEES', text: '12' }],
        add_columns: [{ name: '', kind: 'text', question: 'Who leads it?', fact: '' }],
      }),
    ).toEqual({
      ok: true,
      changes: [
        { kind: 'addColumn', name: 'Who leads it?', columnKind: 'text', question: 'Who leads it?', fact: null },
        { kind: 'editCells', edits: [{ rowId: 2, columnId: 'c3', text: '12' }] },
        { kind: 'filter', filters: [{ column: 'c2', op: 'empty' }], sort: { column: 'c1', direction: 'desc' } },
        { kind: 'run', columns: ['Who leads it?', 'c2'], scope: { kind: 'rows', rowIds: [3, 4] } },
      ],
    })
  })

  it('brings the type of a ready fact, and runs what it adds unless told otherwise', () => {
    expect(
      read({
        add_columns: [{ name: 'Mail', kind: 'number', question: 'x', fact: 'email' }],
        run: { columns: [], rows: 'all', row_ids: [] },
      }),
    ).toEqual({
      ok: true,
      changes: [
        { kind: 'addColumn', name: 'Mail', columnKind: 'email', question: null, fact: 'email' },
        { kind: 'run', columns: ['Mail'], scope: { kind: 'all' } },
      ],
    })
  })

  it.each([
    [{}, 'changes nothing'],
    [null, 'changes nothing'],
    [{ drop_table: 'rows', delete_rows: [1, 2] }, 'changes nothing'],
    [{ edits: [{ row: 1, column: 'Secret', text: 'x' }] }, 'no column “Secret”'],
    [{ edits: [{ row: -1, column: 'c1', text: 'x' }] }, 'is not a row'],
    [{ edits: [{ row: 1, column: 'c3', text: 'many' }] }, 'Row 1, Employees'],
    [{ edits: Array.from({ length: 201 }, (_, row) => ({ row: row + 1, column: 'c1', text: 'x' })) }, 'At most 200'],
    [{ add_columns: [{ name: 'company', kind: 'text', question: '', fact: '' }] }, 'already'],
    [{ add_columns: [{ name: 'X', kind: 'text', question: '', fact: 'shoe_size' }] }, 'no ready fact'],
    [{ filter: [{ column: 'c1', op: 'drop' }] }, 'is not a condition'],
    [{ run: { columns: ['Company'], rows: 'all' } }, 'has no question'],
    [{ run: { columns: ['Phone'], rows: 'these', row_ids: [] } }, 'A run covers'],
  ])('says what is wrong with %j', (proposal, problem) => {
    const answer = read(proposal)
    expect(answer.ok ? '' : answer.problems.join(' ')).toContain(problem)
  })
})
