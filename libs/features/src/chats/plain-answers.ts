import type { Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import type { AnswerWriter } from './answer-writer.ts'
import { ChangePricing } from './change-pricing.ts'
import type { ChatQuestion } from './chat-question.ts'
import { SheetAnswers } from './sheet-answers.ts'
import { SheetReader } from './sheet-reader.ts'

/** Answers when no model can be asked. */
@Injectable()
export class PlainAnswers {
  constructor(
    readonly sheet: SheetReader,
    private readonly answers: SheetAnswers,
    private readonly pricing: ChangePricing,
  ) {}

  async answer({ who, webset, question }: ChatQuestion, why: string, writer: AnswerWriter): Promise<void> {
    const answer = await this.answers.answer(who, webset.id, question)
    writer.say(answer?.text ?? (await this.#examples(who, webset.id)))
    if (answer?.change) writer.propose(await this.pricing.prepare(who, webset.id, 'Show these rows', [answer.change]))
    writer.note(why)
  }

  async #examples(who: Principal, websetId: string): Promise<string> {
    const examples = await this.answers.examples(who, websetId)
    return [
      'That needs a model. Without one, the sheet itself can answer questions such as:',
      '',
      ...examples.map((example) => `- ${example}`),
    ].join('\n')
  }
}
