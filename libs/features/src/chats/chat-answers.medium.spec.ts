import type { LivePayload } from '@enrichify/contracts'
import { ChatRepository, Database } from '@enrichify/database'
import { describe, expect, it } from 'vitest'
import { SpendingService } from '../providers/spending.service.ts'
import { COST, until, useChatBench } from '../testing/chat-bench.ts'
import { ChatAnswerer } from './chat-answerer.ts'

const bench = useChatBench()
const { openChat, ask, messages, say, shown } = bench

describe('without a model', () => {
  it('counts, groups and measures by the grammar, says so, and offers the rows as a filter', async () => {
    const chat = await openChat({ model: false })
    const count = await say(chat, 'How many rows have no phone?')
    expect(count).toMatchObject({
      state: 'done',
      text: '**2** of 3 rows: Phone is empty.',
      model: null,
      costMicros: 0,
      note: expect.stringContaining('Connect one under Settings, Providers') as string,
    })
    expect(count.changeSet).toMatchObject({
      state: 'proposed',
      changes: [{ kind: 'filter', filters: [{ column: 'c2', op: 'empty' }] }],
      price: { calls: 0, p90Micros: 0 },
    })
    expect((await say(chat, 'What is the average of employees?')).text).toContain('**30**')
    expect((await say(chat, 'Count rows by city')).text).toContain('- Berlin: **2**')
    expect((await say(chat, 'Show rows where city is Hamburg')).text).toContain('Cord')
  })

  it('says what it can answer when it does not understand', async () => {
    const chat = await openChat({ model: false })
    const answer = await say(chat, 'Which of them would you trust?')
    expect(answer.state).toBe('done')
    expect(answer.text).toContain('How many rows have no')
    expect((await messages(chat)).map(({ role, state }) => `${role} ${state}`)).toEqual([
      'person done',
      'assistant done',
    ])
  })

  it('answers a person who may not spend, and practice mode sends nothing', async () => {
    const chat = await openChat({ role: 'viewer' })
    expect(await say(chat, 'How many rows are there?')).toMatchObject({
      text: 'There are **3** rows.',
      note: expect.stringContaining('may not spend') as string,
    })
    expect(bench.model.asked).toHaveLength(0)
  })
})

describe('an answer that streams', () => {
  it('arrives word by word at its offsets, is saved on the way, and its price is recorded', async () => {
    const chat = await openChat()
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>())
    bench.model.reply = () => ({ words: ['One ', 'two ', 'three ', 'four.'] })
    bench.model.pace = (word) => gates[word]!.promise
    const id = await ask(chat, 'Say something')
    gates[0]!.resolve()
    gates[1]!.resolve()
    await until(() => shown(id) === 'One two ')
    // A client that lost its connection reads the chat, and knows as much as one that listened.
    expect((await messages(chat)).at(-1)).toMatchObject({ id, state: 'streaming', text: 'One two ' })
    gates[2]!.resolve()
    await until(() => shown(id) === 'One two three ')
    // It reads the chat before the rest arrives, and the rest continues where that text ended.
    const read = (await messages(chat)).at(-1)!.text
    expect(read).toBe('One two three ')
    bench.heard.length = 0
    gates[3]!.resolve()
    await bench.services.idle()
    const rest = bench.heard
      .filter(({ name }) => name === 'chat.delta')
      .map(({ payload }) => payload as LivePayload<'chat.delta'>)
    for (const delta of rest) expect(delta.at).toBe(read.length)
    expect(bench.heard.at(-1)).toMatchObject({
      name: 'chat.end',
      payload: { message: { state: 'done', text: 'One two three four.', costMicros: COST, model: 'chat-1' } },
    })
    const { calls } = await bench.services.get(SpendingService).calls(chat.who, { limit: 10 })
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatchObject({ purpose: 'chat', costMicros: COST, state: 'settled' })
  })

  it('that is cancelled ends at once for every tab; a sent call is paid and no other is made', async () => {
    const chat = await openChat()
    const gate = Promise.withResolvers<void>()
    bench.model.reply = () => ({
      words: ['Begun ', 'and never heard'],
      calls: [{ name: 'aggregate', arguments: { filters: [], column: '', group: false } }],
    })
    bench.model.pace = (word) => (word === 0 ? Promise.resolve() : gate.promise)
    const id = await ask(chat, 'Tell me a long story')
    await until(() => shown(id) === 'Begun ')
    expect(await bench.chats.cancel(chat.who, id)).toMatchObject({ state: 'cancelled', text: 'Begun ' })
    expect(bench.heard.at(-1)).toMatchObject({ name: 'chat.end', payload: { message: { id, state: 'cancelled' } } })
    gate.resolve()
    await bench.services.idle()
    expect((await messages(chat)).at(-1)).toMatchObject({ state: 'cancelled', text: 'Begun ', costMicros: COST })
    expect(bench.model.asked).toHaveLength(1)
    expect(shown(id)).toBe('Begun ')
    // Cancelling again changes nothing, and the chat continues.
    expect(await bench.chats.cancel(chat.who, id)).toMatchObject({ state: 'cancelled' })
    bench.model.reply = () => ({ words: ['Yes.'] })
    expect(await say(chat, 'Still there?')).toMatchObject({ state: 'done', text: 'Yes.' })
  })

  it('is one at a time: a second tab is refused, sees the first answer, and asks when it has ended', async () => {
    const chat = await openChat()
    const gate = Promise.withResolvers<void>()
    bench.model.pace = () => gate.promise
    const id = await ask(chat, 'From the first tab')
    await expect(ask(chat, 'From the second tab')).rejects.toMatchObject({ code: 'chat_busy' })
    // That the sheet was made may be told later than this.
    expect(bench.heard.find(({ name }) => name !== 'sheet.changed')).toMatchObject({
      name: 'chat.start',
      payload: {
        chatId: chat.chatId,
        messages: [
          { role: 'person', text: 'From the first tab' },
          { role: 'assistant', id, state: 'waiting' },
        ],
      },
    })
    gate.resolve()
    await bench.services.idle()
    const both = await Promise.allSettled([ask(chat, 'a'), ask(chat, 'b')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await bench.services.idle()
    expect((await messages(chat)).map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  })

  it('whose worker died continues: no step is paid twice, and the dead worker writes nothing more', async () => {
    const chat = await openChat()
    const gate = Promise.withResolvers<void>()
    bench.model.reply = (asked) =>
      asked.messages.some(({ role }) => role === 'tool')
        ? { words: ['There are ', 'three.'] }
        : { calls: [{ name: 'aggregate', arguments: { filters: [], column: '', group: false } }] }
    const answering = Promise.withResolvers<void>()
    let holding = true
    bench.model.pace = () => {
      answering.resolve()
      return holding ? gate.promise : Promise.resolve()
    }
    const id = await ask(chat, 'How many?')
    await answering.promise
    expect(bench.model.asked).toHaveLength(2)
    // Another worker takes the message while the second call is running and its outcome is unknown.
    holding = false
    const second = bench.services.get(ChatAnswerer).run(chat.who.workspaceId, id, new AbortController().signal)
    await second
    const ended = (await messages(chat)).at(-1)!
    expect(ended.state).toBe('failed')
    expect(ended.note).toMatch(/not known whether/)
    gate.resolve()
    await bench.services.idle()
    expect((await messages(chat)).at(-1)).toMatchObject({ state: 'failed' })
    // The first step was answered from the ledger: two calls in all.
    expect(bench.model.asked).toHaveLength(2)
  })

  it('without a living writer ends as failed with the text so far', async () => {
    const chat = await openChat()
    const gate = Promise.withResolvers<void>()
    bench.model.reply = () => ({ words: ['Half ', 'an answer'] })
    bench.model.pace = (word) => (word === 0 ? Promise.resolve() : gate.promise)
    const id = await ask(chat, 'Go')
    await until(() => shown(id) === 'Half ')
    await bench.services.get(Database).inScope(chat.who, async (tx) => {
      await bench.services.get(ChatRepository).take(tx, id)
      await tx.query(`update chat_messages set seen_at = now() - interval '2 minutes' where id = $1`, [id])
    })
    expect((await messages(chat)).at(-1)).toMatchObject({
      state: 'failed',
      text: 'Half ',
      note: expect.stringContaining('interrupted') as string,
    })
    gate.resolve()
    await bench.services.idle()
  })

  it('fails with a sentence: a refused key, an interrupted stream, a reached budget', async () => {
    const chat = await openChat()
    bench.model.reply = () => ({ words: ['Half'], breakOff: true })
    const gate = Promise.withResolvers<void>()
    bench.model.pace = (word) => (word === 0 ? Promise.resolve() : gate.promise)
    const id = await ask(chat, 'a')
    await until(() => shown(id) === 'Half')
    gate.resolve()
    await bench.services.idle()
    expect((await messages(chat)).at(-1)).toMatchObject({
      state: 'failed',
      text: 'Half',
      note: expect.stringContaining('charged') as string,
    })
    await bench.services
      .get(SpendingService)
      .setBudget(chat.who, { kind: 'webset', websetId: chat.websetId, limitMicros: 1 } as never)
    expect(await say(chat, 'b')).toMatchObject({
      state: 'failed',
      note: expect.stringContaining('budget of the webset') as string,
    })
    await bench.services
      .get(SpendingService)
      .setBudget(chat.who, { kind: 'webset', websetId: chat.websetId, limitMicros: null } as never)
    bench.model.reply = () => ({ status: 401 })
    expect(await say(chat, 'c')).toMatchObject({ state: 'failed', note: expect.stringContaining('key') as string })
  })
})
