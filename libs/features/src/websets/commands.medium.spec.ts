import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { useCommandBench } from '../testing/command-bench.ts'
import { CellsService } from './cells.service.ts'
import { WebsetsService } from './websets.service.ts'

const bench = useCommandBench()
const { member, query, openSheet, byRun, run, edit, undo, version, snapshot, told } = bench

describe('a command that is sent again', () => {
  it('has one effect and the same answer, with what it made', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const { websetId, name, phone } = sheet
    const sent = [
      ['cells.edit', { edits: [{ rowId: 1, columnId: name, text: 'Alder' }] }],
      ['cells.edit', { edits: [{ rowId: 1, columnId: phone, text: 'no number' }] }],
      ['cells.clear', { rows: { kind: 'ids', ids: [2, 3] }, columnIds: [name, 'c99'] }],
      ['rows.add', { rows: [{ c1: 'New', c9: 'lost' }, {}] }],
      ['rows.delete', { rows: { kind: 'ids', ids: [4] } }],
      ['rows.restore', { rows: null }],
      ['column.add', { name: 'Note', kind: 'text' }],
      ['column.update', { columnId: name, change: { name: 'Company' } }],
      ['column.delete', { columnId: phone }],
      ['column.restore', { columnId: phone }],
      ['webset.rename', { name: 'Customers' }],
    ] as const
    for (const [kind, payload] of sent) {
      const commandId = randomUUID()
      const send = () => run(who, websetId, kind, payload as never, { commandId, clientId: 'page' })
      const first = await send()
      const then = await snapshot(who, sheet)
      const again = await send()
      const sorted = ({ cells, ...answer }: typeof first) => ({
        ...answer,
        cells: cells?.toSorted((a, b) => a.rowId - b.rowId || a.columnId.localeCompare(b.columnId)),
      })
      expect([kind, sorted(again)]).toEqual([kind, sorted(first)])
      expect(await snapshot(who, sheet)).toEqual(then)
      expect(await version(who, sheet)).toBe(first.version)
    }
  })

  it('at the same moment from many connections has one effect', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const before = await version(who, sheet)
    const commandId = randomUUID()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => run(who, sheet.websetId, 'rows.add', { rows: [{ c1: 'Once' }] }, { commandId })),
    )
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await version(who, sheet)).toBe(before + 1)
    expect(
      await query(who, `select id from rows where webset_id = $1 and cells ->> 'c1' = 'Once'`, [sheet.websetId]),
    ).toHaveLength(1)
    expect(told(sheet.websetId)).toHaveLength(1)
  })

  it('with something else in it is refused, and changes nothing', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const commandId = randomUUID()
    await run(who, sheet.websetId, 'webset.rename', { name: 'One' }, { commandId })
    const mismatch = { code: 'command_mismatch', message: expect.stringContaining('another command') as string }
    await expect(run(who, sheet.websetId, 'webset.rename', { name: 'Two' }, { commandId })).rejects.toMatchObject(
      mismatch,
    )
    await expect(edit(who, sheet, 1, sheet.name, 'Two', { commandId })).rejects.toMatchObject(mismatch)
    expect((await bench.services.get(WebsetsService).get(who, sheet.websetId)).name).toBe('One')
    // On a newer version it is still the same command.
    expect(
      await run(who, sheet.websetId, 'webset.rename', { name: 'One' }, { commandId, baseVersion: 9 }),
    ).toMatchObject({
      size: 1,
    })
  })

  it('after it failed is a first one, and another person’s command of that id is another one', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who)
    const commandId = randomUUID()
    await expect(run(who, sheet.websetId, 'column.delete', { columnId: 'c99' }, { commandId })).rejects.toMatchObject({
      code: 'column_not_found',
    })
    expect((await edit(who, sheet, 1, sheet.name, 'Mine', { commandId })).size).toBe(1)
    expect((await edit(other, sheet, 1, sheet.name, 'Theirs', { commandId })).size).toBe(1)
  })

  it('may be sent after it was taken back, and does not do it again', async () => {
    const who = await member()
    const sheet = await openSheet(who)
    const commandId = randomUUID()
    const done = await edit(who, sheet, 1, sheet.name, 'Alder', { commandId })
    await undo(who, sheet, done)
    expect(await edit(who, sheet, 1, sheet.name, 'Alder', { commandId })).toMatchObject({
      version: done.version,
      cells: [{ rowId: 1, columnId: sheet.name, value: 'Firm 1' }],
    })
  })
})

describe('a change on an older version', () => {
  it('of a cell that someone else changed is refused with theirs, and mine is a new command', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who)
    const { websetId, name, size } = sheet
    const baseVersion = await version(who, sheet)
    await edit(other, sheet, 1, name, 'Theirs', { clientId: 'their page' })
    const answer = await run(
      who,
      websetId,
      'cells.edit',
      {
        edits: [
          { rowId: 1, columnId: name, text: 'Mine' },
          { rowId: 1, columnId: size, text: '11' },
          { rowId: 2, columnId: name, text: 'Mine too' },
        ],
      },
      { baseVersion, clientId: 'my page' },
    )
    expect(answer).toMatchObject({
      size: 2,
      refused: [
        {
          rowId: 1,
          columnId: name,
          reason: 'changed_since',
          detail: 'was changed by Member editor meanwhile',
          theirs: { value: 'Theirs', by: 'Member editor', at: expect.any(String) as string },
        },
      ],
    })
    const mine = await edit(who, sheet, 1, name, 'Mine', { baseVersion: answer.version, clientId: 'my page' })
    expect(mine).toMatchObject({ size: 1, refused: [] })
    const { history } = await bench.services.get(CellsService).cell(who, websetId, 1, name)
    expect(history.map(({ before, after }) => [before, after])).toEqual([
      ['Theirs', 'Mine'],
      ['Firm 1', 'Theirs'],
    ])
  })

  it('is not refused for what the same page did before, but for what another page, or a run did', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who)
    const { name, phone, websetId } = sheet
    const at = { baseVersion: await version(who, sheet), clientId: 'page' }
    await edit(who, sheet, 1, name, 'One', at)
    expect(await edit(who, sheet, 1, name, 'Two', at)).toMatchObject({ size: 1, refused: [] })
    expect(await edit(who, sheet, 1, name, 'Three', { ...at, clientId: 'page 2' })).toMatchObject({
      size: 0,
      actionId: null,
      refused: [{ reason: 'changed_since', theirs: { value: 'Two', by: 'Member manager' } }],
    })
    // A name for a page is no secret, so it counts only together with the person.
    expect(await edit(other, sheet, 1, name, 'Four', at)).toMatchObject({ refused: [{ theirs: { value: 'Two' } }] })
    await byRun(who, websetId, [{ rowId: 1, columnId: phone, value: '+14155550111', state: 'cited', empty: null }])
    expect(await edit(who, sheet, 1, phone, '+1 415 555 0122', at)).toMatchObject({
      refused: [{ theirs: { value: '+14155550111', by: 'a run' } }],
    })
  })

  it('is no fault where both typed the same, and is not looked at without a version', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who)
    const baseVersion = await version(who, sheet)
    await edit(other, sheet, 1, sheet.name, 'Same')
    expect(await edit(who, sheet, 1, sheet.name, 'Same', { baseVersion })).toMatchObject({ size: 0, refused: [] })
    expect(await edit(who, sheet, 1, sheet.name, 'Mine')).toMatchObject({ size: 1, refused: [] })
  })

  it('is refused for clearing, too', async () => {
    const who = await member()
    const other = await member('editor', who)
    const sheet = await openSheet(who)
    const baseVersion = await version(who, sheet)
    await edit(other, sheet, 2, sheet.name, 'Theirs')
    const rows = { kind: 'ids' as const, ids: [1, 2, 3] }
    expect(
      await run(who, sheet.websetId, 'cells.clear', { rows, columnIds: [sheet.name] }, { baseVersion }),
    ).toMatchObject({ size: 2, refused: [{ rowId: 2, columnId: sheet.name, theirs: { value: 'Theirs' } }] })
  })
})
