import { AccountsRepository, BudgetExceeded, ChatRepository, Database } from '@enrichify/database'
import { FAILURE_POLICIES, ProviderFailure, RateLimited, Refused, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { LiveService } from '../live/live.service.ts'
import { LeaseLost } from '../providers/ledger.service.ts'
import { AnswerWriter } from './answer-writer.ts'
import type { ChatQuestion } from './chat-question.ts'
import { ModelAnswers } from './model-answers.ts'
import { PlainAnswers } from './plain-answers.ts'
import { presentMessage } from './present-chat.ts'

/**
 * Writes the answers of chats: with a model, or with the grammar if there is no model. It can be called again and
 * continues after the steps that are already paid.
 */
@Injectable()
export class ChatAnswerer {
  constructor(
    private readonly database: Database,
    private readonly chats: ChatRepository,
    private readonly accounts: AccountsRepository,
    private readonly models: ModelAnswers,
    private readonly plain: PlainAnswers,
    private readonly live: LiveService,
  ) {}

  async run(workspaceId: string, messageId: string, signal: AbortSignal): Promise<void> {
    const asked = await this.#open(workspaceId, messageId)
    if (!asked) return
    const writer = new AnswerWriter(
      { database: this.database, chats: this.chats, live: this.live },
      asked.who,
      asked.message,
      asked.lease,
    )
    try {
      const model = await this.models.candidates(asked)
      if ('candidates' in model) await this.models.answer(asked, model.candidates, writer)
      else await this.plain.answer(asked, model.without, writer)
      await writer.end('done')
    } catch (error) {
      if (!writer.stop.aborted) await this.#failed(error, writer, signal)
    } finally {
      writer.close()
    }
    if (writer.stop.aborted) await writer.addCostAfterStop()
  }

  async giveUp(workspaceId: string, messageId: string, note: string): Promise<void> {
    await this.database.inScope({ workspaceId }, async (tx) => {
      if (!(await this.chats.end(tx, messageId, 'failed', note))) return
      const message = await this.chats.message(tx, messageId)
      if (message) tx.afterCommit(() => this.live.chatEnded(workspaceId, message.websetId, presentMessage(message)))
    })
  }

  async #open(workspaceId: string, messageId: string): Promise<ChatQuestion | null> {
    const opened = await this.database.inScope({ workspaceId }, async (tx) => {
      const lease = await this.chats.take(tx, messageId)
      const message = lease && (await this.chats.message(tx, messageId))
      if (!lease || !message) return null
      const before = (await this.chats.messages(tx, message.chatId)).filter(({ seq }) => seq < message.seq)
      return {
        lease,
        message,
        before,
        membership: await this.accounts.findMembership(tx, message.askedBy, workspaceId),
      }
    })
    if (!opened) return null
    const { membership, message, before } = opened
    if (!membership)
      throw new Refused('not_a_member', 'The person who asked is no longer a member of this workspace.', 'forbidden')
    const who: Principal = {
      workspaceId,
      userId: message.askedBy,
      role: membership.role,
      scopes: message.scopes,
      tokenId: message.tokenId,
    }
    return {
      who,
      message,
      lease: opened.lease,
      before,
      question: before.findLast(({ role }) => role === 'person')?.text ?? '',
      ...(await this.plain.sheet.webset(who, message.websetId)),
    }
  }

  /** A problem that a person can fix ends the answer with a sentence. Everything else goes back to the queue. */
  async #failed(error: unknown, writer: AnswerWriter, signal: AbortSignal): Promise<void> {
    const sentence = signal.aborted ? null : sentenceOf(error)
    if (sentence === null) throw error
    writer.note(sentence)
    await writer.end('failed')
  }
}

function sentenceOf(error: unknown): string | null {
  if (error instanceof BudgetExceeded) {
    const budget = `The budget of the ${error.meter.kind === 'webset' ? 'webset' : 'month'}`
    return `${budget} has been reached. Raise it under Settings, Spending.`
  }
  if (error instanceof RateLimited) {
    const seconds = Math.max(1, Math.ceil((error.until - Date.now()) / 1000))
    return `The service asks us to wait. Ask again in ${seconds} seconds.`
  }
  if (error instanceof ProviderFailure) return SENTENCES[error.kind] ?? FAILURE_POLICIES[error.kind].mend
  return error instanceof Refused || error instanceof LeaseLost ? error.message : null
}

/** Replaces the sentences that are written for runs and do not fit an answer. */
const SENTENCES: Partial<Record<ProviderFailure['kind'], string>> = {
  no_credit: 'The account at the service has no credit left. Top it up there, then ask again.',
  quota: 'The quota of the account at the service is used up. Raise it there or wait until it renews.',
  rate_limited: 'The service asks to slow down. Ask again in a moment.',
  overloaded: 'The service is overloaded. Ask again in a moment.',
  refused: 'The model declined to answer.',
}
