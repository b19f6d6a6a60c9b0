import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import {
  composeQuestion,
  judgeClaim,
  readClaims,
  READY_FACTS,
  passageBudget,
  passageQuestions,
  selectPassages,
  type AskedColumn,
  type FactKind,
  type ModelQuestion,
} from '@enrichify/domain'
import type { FrozenSite } from '../read-pages.ts'
import type { Answer, ReadPage } from './website-strategy.ts'

/** A model service’s answer to one question, with the tokens that the service counted. */
export interface RecordedAnswer {
  key: string
  model: string
  json: unknown
  inputTokens: number
  outputTokens: number
}

export interface ModelService {
  baseUrl: string
  apiKey: string
  model: string
  /** US dollars for a million tokens. Null when the price is not known. */
  price: { input: number; output: number } | null
}

/**
 * A service that speaks the Chat Completions protocol, from the environment: BENCH_MODEL_URL, BENCH_MODEL_KEY,
 * BENCH_MODEL, BENCH_MODEL_PRICE (`0.15/0.60`).
 */
export function modelFromEnvironment(): ModelService | null {
  const {
    BENCH_MODEL_URL: baseUrl,
    BENCH_MODEL_KEY: apiKey,
    BENCH_MODEL: model,
    BENCH_MODEL_PRICE: price,
  } = process.env
  if (!baseUrl || !apiKey || !model) return null
  const [input, output] = (price ?? '').split('/').map(Number)
  return { baseUrl, apiKey, model, price: input && output ? { input, output } : null }
}

export function readRecorded(file: string): Map<string, RecordedAnswer> {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  return new Map(lines.map((line) => JSON.parse(line) as RecordedAnswer).map((answer) => [answer.key, answer]))
}

export const asColumn = (fact: FactKind): AskedColumn => ({
  id: fact,
  name: READY_FACTS[fact].label,
  kind: fact === 'people' ? 'list' : READY_FACTS[fact].columnKind,
  settings: {},
  question: READY_FACTS[fact].question,
})

export interface AskedSite {
  /** By the column’s id. Null: no answer. */
  answers: Map<string, Answer[]> | null
  recorded: RecordedAnswer | null
  isLive: boolean
}

/**
 * All columns of a site in one call. The call asks and judges as the product does. It is answered from the recording,
 * else by the live service.
 */
export async function askModel(
  site: FrozenSite,
  pages: readonly ReadPage[],
  columns: readonly AskedColumn[],
  recorded: ReadonlyMap<string, RecordedAnswer>,
  service: ModelService | null,
  file: string,
): Promise<AskedSite> {
  const passages = selectPassages(pages, passageQuestions(columns), passageBudget(columns.length))
  const question = composeQuestion(columns, new URL(site.website).hostname, pages, passages)
  const key = createHash('sha256').update(JSON.stringify(question)).digest('hex').slice(0, 24)
  const known =
    [...recorded.values()].find((answer) => answer.key === key && (!service || answer.model === service.model)) ?? null
  const answer = known ?? (service ? await callService(service, question, key) : null)
  if (!answer) return { answers: null, recorded: null, isLive: false }
  if (!known) appendFileSync(file, `${JSON.stringify(answer)}\n`)
  const claims = readClaims(answer.json, [...columns], pages.length) ?? columns.map(() => null)
  const answers = new Map(
    columns.map((column, at) => [column.id, claims[at] ? [judged(site, pages, column, claims[at])] : []]),
  )
  return { answers, recorded: answer, isLive: !known }
}

function judged(
  site: FrozenSite,
  pages: readonly ReadPage[],
  column: AskedColumn,
  claim: { value: string; quote: string; page: number | null },
): Answer {
  const { value, state, place } = judgeClaim(column, { url: site.website }, pages, claim)
  const text = place ? pages[place.page]!.evidence.text.slice(place.start, place.end) : ''
  return {
    value: Array.isArray(value) ? value[0] : value,
    state: state === 'verified' ? 'verified' : 'cited',
    source: place
      ? (pages[place.page]!.evidence.segments.find(
          (segment) => segment.start <= place.start && segment.end > place.start,
        )?.kind ?? null)
      : null,
    pages: 1,
    quote: text,
    quoteHolds: place !== null,
  }
}

async function callService(
  { baseUrl, apiKey, model }: ModelService,
  { system, text, schema }: ModelQuestion,
  key: string,
): Promise<RecordedAnswer> {
  const body = {
    model,
    temperature: 0,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: text },
    ],
    response_format: { type: 'json_schema', json_schema: { ...schema, strict: true } },
  }
  const response = await fetch(`${baseUrl.replace(/\/$/, '')}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(body),
  })
  if (!response.ok)
    throw new Error(`The model service answered ${response.status}: ${(await response.text()).slice(0, 300)}`)
  const answer = (await response.json()) as {
    choices: { message: { content: string } }[]
    usage?: { prompt_tokens?: number; completion_tokens?: number }
  }
  let json: unknown = null
  try {
    json = JSON.parse(answer.choices[0]?.message.content ?? '')
  } catch {
    // An answer that is not JSON counts as no answer.
  }
  return {
    key,
    model,
    json,
    inputTokens: answer.usage?.prompt_tokens ?? 0,
    outputTokens: answer.usage?.completion_tokens ?? 0,
  }
}
