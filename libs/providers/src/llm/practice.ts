import { ProviderFailure } from '@enrichify/domain'
import { z } from 'zod'
import { defineLlm } from '../define-provider.ts'
import type { LlmAnswer, LlmRequest } from './llm-provider.ts'
import { PRACTICE_RECORDINGS, PRACTICE_TOPICS, type PracticeRecording } from './practice-recordings.ts'

const QUESTION = /^(q\d+): (.+)$/gm
const EXCERPT = /<excerpt page="(\d+)" url="([^"]*)">\n([\s\S]*?)\n<\/excerpt>/g
const CHARACTERS_PER_TOKEN = 4

/**
 * Answers that were recorded for the sample’s sites, at simulated prices, for the tutorial, the demo and the tests.
 * Nothing is sent and nothing is spent.
 */
export const practiceProvider = defineLlm({
  id: 'practice',
  kind: 'llm',
  label: 'Practice (saved answers)',
  summary: 'Saved answers for the sample’s sites at simulated prices. Nothing is sent and nothing is spent.',
  homepage: 'https://example.com',
  keyPage: null,
  key: 'none',
  settings: z.object({}),
  models: [
    {
      id: 'practice-1',
      label: 'Practice',
      context: 32_000,
      price: {
        inputMicrosPerMillion: 400_000,
        cachedInputMicrosPerMillion: 100_000,
        outputMicrosPerMillion: 1_600_000,
        asOf: '2026-11-21',
        source: 'https://example.com/simulated',
      },
    },
  ],
  limits: { requestsPerMinute: 6000, tokensPerMinute: null, concurrency: 16 },
  provenance: { label: 'recorded', checked: 'Its own recordings.', unchecked: '' },
  legacy: null,
  honoursAttemptKey: true,
  test: async () => 'Practice needs no key.',
  call: async (request) => answer(request),
  stream: async (request, _context, onEvent) => {
    const whole = answer(request)
    onEvent({ type: 'text', delta: whole.text })
    return whole
  },
})

function answer(request: LlmRequest): LlmAnswer {
  const text = request.messages.map((message) => message.text).join('\n')
  const excerpts = [...text.matchAll(EXCERPT)].map(([, page, url, words]) => ({
    page: Number(page),
    url: url!,
    words: words!,
  }))
  const questions = [...text.matchAll(QUESTION)].map(([, name, question]) => ({
    name: name!,
    topic: topicOf(question!),
  }))
  if (questions.length > 0 && questions.every(({ topic }) => topic === null))
    throw new ProviderFailure(
      'bad_request',
      'Practice mode has no saved answer to this question. Ask what a business offers, who runs it, ' +
        'or whether it takes emergencies.',
      { charge: 'no' },
    )
  const json = Object.fromEntries(questions.map(({ name, topic }) => [name, recall(topic, excerpts)]))
  const out = JSON.stringify(json)
  return {
    text: out,
    json,
    toolCalls: [],
    stop: 'end',
    usage: {
      inputTokens: Math.ceil((request.system.length + text.length) / CHARACTERS_PER_TOKEN),
      cachedInputTokens: 0,
      outputTokens: Math.ceil(out.length / CHARACTERS_PER_TOKEN),
      reasoningTokens: 0,
    },
    model: 'practice-1',
    requestId: null,
  }
}

function topicOf(question: string): PracticeRecording['topic'] | null {
  const found = Object.entries(PRACTICE_TOPICS).find(([, words]) => words.test(question))
  return (found?.[0] as PracticeRecording['topic'] | undefined) ?? null
}

function recall(
  topic: PracticeRecording['topic'] | null,
  excerpts: readonly { page: number; url: string; words: string }[],
): { found: boolean; value: string; quote: string; page: number } {
  const recording = PRACTICE_RECORDINGS.find(
    (known) => known.topic === topic && excerpts.some(({ url }) => url.includes(known.site)),
  )
  if (!recording) return { found: false, value: '', quote: '', page: 0 }
  const place = excerpts.find(({ words }) => words.includes(recording.quote)) ?? excerpts[0]
  return { found: true, value: recording.value, quote: recording.quote, page: place?.page ?? 0 }
}
