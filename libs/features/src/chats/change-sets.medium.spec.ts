import { describe, expect, it } from 'vitest'
import { RunsService } from '../enrichment/runs.service.ts'
import { NO_CHANGES, propose, useChatBench } from '../testing/chat-bench.ts'
import { CellsService } from '../websets/cells.service.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { ChangeSetsService } from './change-sets.service.ts'

const bench = useChatBench()
const { openChat, messages, say, cells, columns } = bench

describe('a change set', () => {
  const CHANGES = {
    title: 'Leaders and a phone',
    add_columns: [
      { name: 'Leader', kind: 'text', question: 'Who leads it?', fact: '' },
      { name: 'Mail', kind: 'email', question: '', fact: 'email' },
    ],
    edits: [
      { row: 2, column: 'Phone', text: '+49 30 7654321' },
      { row: 3, column: 'Employees', text: '51' },
    ],
    filter: [{ column: 'Phone', op: 'empty', value: '' }],
    run: { columns: ['Leader'], rows: 'all', row_ids: [] },
  }
  const proposed = async (chat: Awaited<ReturnType<typeof openChat>>, changes: object = CHANGES) => {
    bench.model.reply = (asked) =>
      asked.last.startsWith('Shown to the person') ? { words: ['It would add two columns.'] } : propose(changes)
    return say(chat, 'Add leaders')
  }

  it('is priced and shown, changes nothing until it is applied, applies once, and is undone as one step', async () => {
    const chat = await openChat()
    const before = await cells(chat)
    const message = await proposed(chat)
    expect(message.changeSet).toMatchObject({
      title: 'Leaders and a phone',
      state: 'proposed',
      price: { rows: 3, calls: 3, problems: [] },
    })
    expect(message.changeSet!.price.p90Micros).toBeGreaterThan(0)
    expect(message.changeSet!.changes[2]).toMatchObject({
      kind: 'editCells',
      edits: [
        { rowId: 2, before: '' },
        { rowId: 3, before: '50' },
      ],
    })
    expect(await columns(chat)).toHaveLength(4)
    expect(await cells(chat)).toEqual(before)

    const sets = bench.services.get(ChangeSetsService)
    const [first, second] = await Promise.all([
      sets.apply(chat.who, message.id, undefined),
      sets.apply(chat.who, message.id, undefined),
    ])
    expect([first.changeSet!.state, second.changeSet!.state]).toEqual(['applied', 'applied'])
    await bench.services.idle()
    expect(await columns(chat)).toEqual(['Company', 'Phone', 'City', 'Employees', 'Leader', 'Mail'])
    const changed = await cells(chat)
    expect([changed[1]!.c2, changed[2]!.c4]).toEqual(['+49307654321', 51])
    const runs = await bench.services.get(RunsService).list(chat.who, chat.websetId, 10)
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({ columnIds: ['c5'], budgetMicros: message.changeSet!.price.budgetMicros })
    expect(runs[0]!.budgetMicros).toBeGreaterThanOrEqual(message.changeSet!.price.p90Micros)
    const applied = (await messages(chat)).at(-1)!
    expect(applied.changeSet).toMatchObject({ state: 'applied', runId: runs[0]!.id, message: null })
    const history = await bench.services.get(CellsService).cell(chat.who, chat.websetId, 2, 'c2')
    expect(history.history[0]!.actor.kind).toBe('person')

    expect(await sets.undo(chat.who, message.id)).toMatchObject({ changeSet: { state: 'undone' } })
    expect(await columns(chat)).toEqual(['Company', 'Phone', 'City', 'Employees'])
    const restored = await cells(chat)
    expect([restored[1]!.c2 ?? null, restored[2]!.c4]).toEqual([null, 50])
    expect(await sets.undo(chat.who, message.id)).toMatchObject({ changeSet: { state: 'undone' } })
    expect(bench.heard.at(-1)).toMatchObject({
      name: 'chat.end',
      payload: { message: { changeSet: { state: 'undone' } } },
    })
  })

  it('is one step of the sheet’s own undo, too', async () => {
    const chat = await openChat()
    const message = await proposed(chat, { ...CHANGES, run: NO_CHANGES.run })
    await bench.services.get(ChangeSetsService).apply(chat.who, message.id, undefined)
    expect(await bench.services.get(CommandsService).undoLast(chat.who, chat.websetId)).toEqual({
      undone: 'applying “Leaders and a phone”',
      refused: [],
    })
    expect(await columns(chat)).toHaveLength(4)
    expect((await cells(chat))[2]!.c4).toBe(50)
    expect((await messages(chat)).at(-1)!.changeSet).toMatchObject({ state: 'undone' })
  })

  it('leaves alone cells that a person changed since then, and says so', async () => {
    const chat = await openChat()
    const message = await proposed(chat, { edits: CHANGES.edits })
    await bench.services.get(CellsService).edit(chat.who, chat.websetId, [{ rowId: 3, columnId: 'c4', text: '99' }])
    expect(await bench.services.get(ChangeSetsService).apply(chat.who, message.id, undefined)).toMatchObject({
      changeSet: { state: 'applied', message: expect.stringContaining('1 cell had changed') as string },
    })
    expect((await cells(chat)).map((row) => row.c4)).toEqual([10, 30, 99])
  })

  it('that was dismissed stays dismissed, and needs the rights of the person who applies it', async () => {
    const chat = await openChat()
    const message = await proposed(chat)
    const viewer = await bench.services.createMember('viewer', chat.who.workspaceId)
    await expect(bench.services.get(ChangeSetsService).apply(viewer, message.id, undefined)).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect(await bench.services.get(ChangeSetsService).dismiss(chat.who, message.id)).toMatchObject({
      changeSet: { state: 'dismissed' },
    })
    await expect(bench.services.get(ChangeSetsService).apply(chat.who, message.id, undefined)).rejects.toMatchObject({
      code: 'dismissed',
    })
    expect(await columns(chat)).toHaveLength(4)
  })
})
