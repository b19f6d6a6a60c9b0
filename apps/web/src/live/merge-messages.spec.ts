import type { ChatMessage } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { withDelta, withMessages, withRead, type OpenChat } from './merge-messages.ts'

const message = (change: Partial<ChatMessage>): ChatMessage =>
  ({ id: 'm2', seq: 2, state: 'streaming', text: '', role: 'assistant', ...change }) as ChatMessage
const chat = (...messages: ChatMessage[]): OpenChat => ({ chat: { id: 'c' } as OpenChat['chat'], messages })
const delta = (at: number, text: string) => ({ websetId: 'w', chatId: 'c', messageId: 'm2', at, text })
const textOf = (held: OpenChat | null) => held?.messages.at(-1)?.text

describe('what is heard of a chat', () => {
  it('is put at its offset: once, however often it is told', () => {
    let held: OpenChat | null = chat(message({ text: 'One ' }))
    for (const [at, text] of [
      [4, 'two '],
      [4, 'two '],
      [0, 'One two three'],
      [13, '.'],
    ] as const)
      held = held && withDelta(held, delta(at, text))
    expect(textOf(held)).toBe('One two three.')
  })

  it('after a gap, or of a message that is not known, asks for the chat again', () => {
    expect(withDelta(chat(message({ text: 'One' })), delta(7, 'three'))).toBeNull()
    expect(withDelta(chat(), delta(0, 'x'))).toBeNull()
  })

  it('too late changes nothing', () => {
    const over = chat(message({ state: 'cancelled', text: 'One' }))
    expect(withDelta(over, delta(3, ' two'))).toBe(over)
    expect(withMessages(over, [message({ state: 'waiting' })])).toEqual(over)
  })

  it('begins anew where a call was made again', () =>
    expect(textOf(withMessages(chat(message({ text: 'Half an' })), [message({ text: '' })]))).toBe(''))

  it('is not undone by an answer that was on its way meanwhile', () => {
    const read = chat(message({ text: 'One ' }))
    expect(textOf(withRead(chat(message({ text: 'One two' })), read))).toBe('One two')
    expect(textOf(withRead(chat(message({ text: 'Other', state: 'streaming' })), read))).toBe('One ')
    expect(withRead(chat(message({ text: 'One two', state: 'done' })), read).messages[0]!.state).toBe('done')
    expect(withRead(chat(message({}), message({ id: 'm3', seq: 3 })), read).messages).toHaveLength(2)
  })
})
