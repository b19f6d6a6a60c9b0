import { ChatRepository } from '@enrichify/database'
import { may, Refused } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { boundOf } from '../providers/call-price.ts'
import { ConnectionDirectory, type Candidate } from '../providers/connection-directory.ts'
import { hashOf } from '../providers/hash-of.ts'
import {
  ProviderGateway,
  type CallPurpose,
  type LlmAnswer,
  type LlmMessage,
  type LlmToolCall,
} from '../providers/provider-gateway.ts'
import type { AnswerWriter } from './answer-writer.ts'
import { ChangePricing } from './change-pricing.ts'
import { conversationOf, systemPrompt } from './chat-prompt.ts'
import type { ChatQuestion } from './chat-question.ts'
import { asData, ToolProblem, type ToolUse } from './chat-tool.ts'
import { PageReader } from './page-reader.ts'
import { SheetReader } from './sheet-reader.ts'
import { CHAT_TOOLS } from './tools/index.ts'

const MAX_STEPS = 8
const MAX_CALLS_PER_STEP = 4
const OUTPUT_TOKENS = 1500
/** A limit for each answer, besides all other budgets: half a dollar. */
const MAX_MICROS = 500_000
const MAX_RESULT = 16_000

/** The conversation with a model: it calls tools, gets their results, and answers. */
@Injectable()
export class ModelAnswers {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly directory: ConnectionDirectory,
    private readonly sheet: SheetReader,
    private readonly pages: PageReader,
    private readonly pricing: ChangePricing,
    private readonly chats: ChatRepository,
  ) {}

  /** Who may answer, or why no one does. */
  async candidates({ who, message, webset }: ChatQuestion): Promise<{ candidates: Candidate[] } | { without: string }> {
    if (webset.practice) return { without: 'Answered without a model: in practice mode nothing is sent.' }
    if (!may(who.role, 'enrichment.run', who.scopes))
      return { without: 'Answered without a model: your role may not spend. Ask a manager of the workspace.' }
    const candidates = await this.directory.models(who.workspaceId, who.userId, message.choice)
    if (candidates.length === 0)
      return {
        without: message.choice
          ? 'Answered without a model: the chosen one is no longer connected.'
          : 'Answered without a model: none is connected. Connect one under Settings, Providers, to ask anything.',
      }
    if (candidates.every(({ cost }) => cost === null))
      return {
        without:
          'Answered without a model: its price is not known, so nothing is sent. Set it under Settings, Providers.',
      }
    return { candidates }
  }

  async answer(asked: ChatQuestion, candidates: readonly Candidate[], writer: AnswerWriter): Promise<void> {
    const system = systemPrompt(asked.webset, asked.columns)
    const messages = conversationOf([...asked.before])
    for (let step = 1; step <= MAX_STEPS; step++) {
      const answer = await this.#step(asked, candidates, writer, { system, messages }, step)
      if (answer.toolCalls.length === 0) return this.#finish(answer, writer)
      messages.push({ role: 'assistant', text: answer.text, toolCalls: answer.toolCalls })
      for (const [index, call] of answer.toolCalls.entries())
        messages.push(await this.#tool(asked, writer, call, index, MAX_STEPS - step))
    }
    writer.note(`Stopped after ${MAX_STEPS} steps. Ask for less at once.`)
  }

  async #step(
    asked: ChatQuestion,
    candidates: readonly Candidate[],
    writer: AnswerWriter,
    said: { system: string; messages: LlmMessage[] },
    step: number,
  ): Promise<LlmAnswer> {
    writer.stop.throwIfAborted()
    const request = {
      ...said,
      messages: [...said.messages],
      tools: CHAT_TOOLS.map(({ name, description, parameters }) => ({ name, description, parameters })),
      maxOutputTokens: OUTPUT_TOKENS,
    }
    const priced = candidates.find(({ cost }) => cost !== null)
    if (
      writer.costMicros + boundOf(priced?.cost ?? null, Buffer.byteLength(JSON.stringify(request)), OUTPUT_TOKENS) >
      MAX_MICROS
    )
      throw new Refused(
        'answer_too_dear',
        'This answer would cost more than the limit of $0.50. Ask for less at once, or choose another model.',
        'unprocessable',
      )
    if (writer.length > 0) writer.say('\n\n')
    const from = writer.length
    const paid = await this.gateway.askModel(asked.who, candidates, request, this.#purpose(asked, step), writer.stop, {
      onEvent: (event) => {
        if (event.type === 'text') writer.say(event.delta)
        if (event.type === 'again') writer.rewind(from)
      },
    })
    writer.paid(paid.costMicros, paid.answer.model)
    // Some services stream less than the final answer holds: a refusal comes in one piece.
    if (writer.length === from && paid.answer.text) writer.say(paid.answer.text)
    return paid.answer
  }

  #finish({ stop, text }: LlmAnswer, writer: AnswerWriter): void {
    if (stop === 'length') writer.note('The answer was cut off: it reached the longest length allowed.')
    else if (stop === 'refused') writer.note('The model declined to answer.')
    else if (!text && writer.length === 0 && !writer.hasChanges)
      writer.note('The model said nothing. Ask in other words.')
  }

  async #tool(
    asked: ChatQuestion,
    writer: AnswerWriter,
    call: LlmToolCall,
    index: number,
    stepsLeft: number,
  ): Promise<LlmMessage> {
    const text =
      index < MAX_CALLS_PER_STEP
        ? await this.#use(asked, writer, call)
        : `Not done: at most ${MAX_CALLS_PER_STEP} tools at a time.`
    const last = stepsLeft === 1 ? '\n\nThis was the last tool: answer now.' : ''
    return { role: 'tool', callId: call.id, name: call.name, text: text.slice(0, MAX_RESULT) + last }
  }

  async #use(asked: ChatQuestion, writer: AnswerWriter, call: LlmToolCall): Promise<string> {
    const tool = CHAT_TOOLS.find(({ name }) => name === call.name)
    if (!tool) return `There is no such tool. There are: ${CHAT_TOOLS.map(({ name }) => name).join(', ')}.`
    const use: ToolUse = {
      who: asked.who,
      websetId: asked.webset.id,
      archiveId: asked.webset.archiveId,
      columns: asked.columns,
      question: asked.question,
      sheet: this.sheet,
      pages: this.pages,
    }
    try {
      if (tool.name === 'propose_changes' && writer.hasChanges)
        throw new ToolProblem('Changes have been proposed in this answer already. The person decides about them first.')
      const { text, summary, proposal } = await tool.run(use, call.arguments)
      if (proposal)
        writer.propose(await this.pricing.prepare(asked.who, asked.webset.id, proposal.title, proposal.changes))
      writer.step({ tool: tool.name, summary, ok: true })
      return text
    } catch (error) {
      if (!(error instanceof ToolProblem) && !(error instanceof Refused)) throw error
      writer.step({
        tool: tool.name,
        summary: `${tool.name.replaceAll('_', ' ')}: ${error.message}`.slice(0, 300),
        ok: false,
      })
      return `Not possible. ${asData('tool', error.message)}`
    }
  }

  #purpose({ who, message, lease }: ChatQuestion, step: number): CallPurpose {
    return {
      purpose: 'chat',
      attemptKey: `chat:${message.id}:${step}`,
      websetId: message.websetId,
      runId: null,
      rowId: null,
      userId: who.userId,
      practice: false,
      planHash: hashOf(['chat']),
      cells: 0,
      fence: (tx) => this.chats.isLeasedBy(tx, message.id, lease),
    }
  }
}
