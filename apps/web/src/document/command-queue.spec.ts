import { ApiError, type Applied, type CommandBody } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { CommandQueue, TakenOut, type QueuedStep } from './command-queue.ts'

const applied = (actionId: string | null): Applied => ({
  actionId,
  version: 1,
  label: '',
  size: 1,
  cells: [],
  rows: [],
  columns: [],
  refused: [],
})
const command = (id: string): QueuedStep => ({ kind: 'command', id, body: {} as CommandBody, cells: [] })
const problem = (status: number) => new ApiError({ code: 'x', title: 'X', status } as never)
const refusal = problem(422)

/** A server that answers when the test says so, a store that outlives the queue, and a clock that the test moves. */
function setUp(stored = new Map<string, { step: QueuedStep; place: number }>()) {
  const sent: { step: QueuedStep; actionId: string | null; answer: PromiseWithResolvers<Applied> }[] = []
  const timers: (() => void)[] = []
  const queue = new CommandQueue({
    store: {
      load: () => Promise.resolve([...stored.values()].sort((a, b) => a.place - b.place).map(({ step }) => step)),
      put: (step, place) => Promise.resolve(void stored.set(step.id, { step: { ...step }, place })),
      remove: (id) => Promise.resolve(void stored.delete(id)),
    },
    send: (step, actionId) => {
      const answer = Promise.withResolvers<Applied>()
      sent.push({ step, actionId, answer })
      return answer.promise
    },
    schedule: (run) => {
      timers.push(run)
      return () => void timers.splice(timers.indexOf(run), timers.includes(run) ? 1 : 0)
    },
  })
  const settle = async () => {
    for (let turn = 0; turn < 20; turn++) await Promise.resolve()
  }
  const names = () => sent.map(({ step }) => step.id)
  return { queue, sent, timers, stored, settle, names }
}

describe('CommandQueue', () => {
  it('sends one after another, in their order, and forgets what was answered', async () => {
    const { queue, sent, stored, settle, names } = setUp()
    const answers = [queue.add(command('a')), queue.add(command('b'))]
    expect([names(), queue.status().waiting, [...stored.keys()]]).toEqual([['a'], 2, ['a', 'b']])
    sent[0]!.answer.resolve(applied('A'))
    await settle()
    expect(names()).toEqual(['a', 'b'])
    sent[1]!.answer.resolve(applied(null))
    expect((await Promise.all(answers)).map(({ actionId }) => actionId)).toEqual(['A', null])
    await settle()
    expect([queue.status(), stored.size]).toEqual([{ waiting: 0, problem: null }, 0])
  })

  it('sends the same command again until the server has it, and keeps the others behind it', async () => {
    const { queue, sent, timers, settle, names } = setUp()
    void queue.add(command('a'))
    void queue.add(command('b'))
    for (const error of [problem(0), problem(503)]) {
      sent.at(-1)!.answer.reject(error)
      await settle()
      expect(queue.status()).toEqual({ waiting: 2, problem: error })
      timers.splice(0).forEach((run) => run())
      await settle()
    }
    expect(names()).toEqual(['a', 'a', 'a'])
    const { problem: reason } = queue.status()
    void queue.add(command('c')).catch(() => undefined)
    expect(queue.status()).toEqual({ waiting: 3, problem: reason })
    queue.takeOut(['c'])
    expect(queue.status()).toEqual({ waiting: 2, problem: reason })
    sent.at(-1)!.answer.resolve(applied('A'))
    await settle()
    expect([names().at(-1), queue.status()]).toEqual(['b', { waiting: 1, problem: null }])
  })

  it('a refusal is final, and the next one goes on', async () => {
    const { queue, sent, settle, names } = setUp()
    const first = queue.add(command('a'))
    void queue.add(command('b'))
    sent[0]!.answer.reject(refusal)
    await expect(first).rejects.toBe(refusal)
    await settle()
    expect(names()).toEqual(['a', 'b'])
  })

  it('takes out what was not sent yet, and nothing that may have arrived', async () => {
    const { queue, sent, stored, settle } = setUp()
    void queue.add(command('a'))
    const second = queue.add(command('b'))
    expect([queue.takeOut(['a']), queue.takeOut(['b']), queue.takeOut(['b'])]).toEqual([false, true, false])
    await expect(second).rejects.toBeInstanceOf(TakenOut)
    sent[0]!.answer.reject(new TypeError('no answer'))
    await settle()
    expect([queue.takeOut(['a']), [...stored.keys()]]).toEqual([false, ['a']])
  })

  it('takes out all commands of a step or none, so that it can be done again as a whole', () => {
    const { queue } = setUp()
    const answers = ['a', 'b', 'c'].map((id) => queue.add(command(id)))
    for (const answer of answers) void answer.catch(() => undefined)
    expect([queue.takeOut(['a', 'b']), queue.status().waiting]).toEqual([false, 3])
    expect([queue.takeOut(['b', 'c']), queue.status().waiting]).toEqual([true, 1])
  })

  it('what waits comes back with the next visit, before what is typed then', async () => {
    const first = setUp()
    void first.queue.add(command('a'))
    void first.queue.add(command('b'))
    first.queue.close()
    const next = setUp(first.stored)
    void next.queue.add(command('c'))
    const restored: string[] = []
    await next.queue.restore((step, answer) => {
      restored.push(step.id)
      void answer.catch(() => undefined)
    })
    expect(restored).toEqual(['a', 'b'])
    for (let turn = 0; turn < 3; turn++) {
      next.sent.at(-1)!.answer.resolve(applied('x'))
      await next.settle()
    }
    expect(next.names()).toEqual(['c', 'a', 'b'])
  })

  it('undoes a command by the name that the server gave it, also in the next visit', async () => {
    const { queue, sent, stored, settle } = setUp()
    void queue.add(command('a'))
    void queue.add({ kind: 'undo', id: 'u', of: 'a', actionId: null })
    sent[0]!.answer.resolve(applied('A'))
    await settle()
    expect([sent[1]!.step.kind, sent[1]!.actionId]).toEqual(['undo', 'A'])
    expect(stored.get('u')?.step).toMatchObject({ actionId: 'A' })
  })
})

describe('commands for a row that an earlier one adds', () => {
  const step = (id: string, body: Pick<CommandBody, 'kind' | 'payload'>, more = {}): QueuedStep => ({
    kind: 'command',
    id,
    body: { ...body, commandId: id, baseVersion: 1 } as CommandBody,
    cells: [],
    ...more,
  })
  const adds = (id: string, rowId: number) =>
    step(id, { kind: 'rows.add', payload: { rows: [{}] } }, { makes: [rowId] })
  const edits = (id: string, rowId: number, columnId: string) =>
    step(id, { kind: 'cells.edit', payload: { edits: [{ rowId, columnId, text: id }] } })
  const deletes = (id: string, ...ids: number[]) =>
    step(id, { kind: 'rows.delete', payload: { rows: { kind: 'ids', ids } } })
  const added = (id: number): Applied => ({ ...applied('A'), version: 7, rows: [{ id, cells: {}, marks: {} }] })
  const bodyOf = ({ step: sent }: { step: QueuedStep }) => (sent.kind === 'command' ? sent.body : null)

  it('name it as the server does, in their order, also after a reload', async () => {
    const first = setUp()
    const steps: QueuedStep[] = [
      adds('add', -1),
      edits('typed', -1, 'c1'),
      edits('second column', -1, 'c2'),
      adds('another', -2),
      edits('in another', -2, 'c1'),
      deletes('delete', -1, 4),
      { kind: 'undo', id: 'undo', of: 'delete', actionId: null },
    ]
    for (const each of steps) void first.queue.add(each).catch(() => undefined)
    first.sent[0]!.answer.reject(problem(0))
    await first.settle()
    first.queue.close()

    const { queue, sent, settle, names, stored } = setUp(first.stored)
    await queue.restore((_, answer) => void answer.catch(() => undefined))
    const answers: Record<string, Applied> = { add: added(12), another: added(13), delete: applied('D') }
    for (let at = 0; at < steps.length; at++) {
      await settle()
      sent[at]!.answer.resolve(answers[names()[at]!] ?? applied('X'))
    }
    await settle()
    expect(names()).toEqual(steps.map(({ id }) => id))
    expect(sent.map(bodyOf).slice(1, 3)).toMatchObject([
      { payload: { edits: [{ rowId: 12, columnId: 'c1', text: 'typed' }] }, baseVersion: 7 },
      { payload: { edits: [{ rowId: 12, columnId: 'c2', text: 'second column' }] } },
    ])
    expect(bodyOf(sent[4]!)).toMatchObject({ payload: { edits: [{ rowId: 13 }] } })
    expect(bodyOf(sent[5]!)).toMatchObject({ payload: { rows: { ids: [12, 4] } } })
    expect([sent[6]!.actionId, stored.size]).toEqual(['D', 0])
  })

  it('know the row in the next visit, when it was added in this one', async () => {
    const { queue, sent, settle, stored } = setUp()
    void queue.add(adds('add', -1))
    void queue.add(edits('typed', -1, 'c1')).catch(() => undefined)
    queue.keep(edits('in the keyboard', -1, 'c2'))
    sent[0]!.answer.resolve(added(12))
    await settle()
    queue.close()
    for (const id of ['typed', 'in the keyboard'])
      expect(bodyOf(stored.get(id)!)).toMatchObject({ payload: { edits: [{ rowId: 12 }] } })
  })

  it('fail where it was not added, and hold up nothing behind them', async () => {
    const { queue, sent, settle, names } = setUp()
    const first = queue.add(adds('add', -1))
    const typed = queue.add(edits('typed', -1, 'c1'))
    void queue.add(command('next'))
    sent[0]!.answer.reject(refusal)
    await expect(first).rejects.toBe(refusal)
    await expect(typed).rejects.toThrow('was not added')
    await settle()
    expect(names()).toEqual(['add', 'next'])
  })

  it('are stored for the next visit only, until this one has done them itself', async () => {
    const { queue, stored, settle, names } = setUp()
    void queue.add(adds('add', -1))
    queue.keep(edits('draft', -1, 'c1'))
    queue.keep(edits('draft', -1, 'c2'))
    expect([...stored.keys()]).toEqual(['add', 'draft'])
    expect(stored.get('draft')!.step).toMatchObject({ body: { payload: { edits: [{ columnId: 'c2' }] } } })
    queue.forget('draft')
    await settle()
    expect([[...stored.keys()], names()]).toEqual([['add'], ['add']])
  })
})
