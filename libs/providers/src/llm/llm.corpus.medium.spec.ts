import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ProviderFailure, joined } from '@enrichify/domain'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LlmProvider } from '../define-provider.ts'
import { findProvider } from '../registry.ts'
import { asEvents, ReplayServer } from '../testing/replay-server.ts'

const corpora = process.env.CORPORA_DIR ?? resolve(import.meta.dirname, '../../../../../shared/data')
const root = resolve(corpora, 'llm-fixtures-vercel-ai/packages')
const present = existsSync(root)

/** Folder of recordings → who reads them, over which API. */
const FOLDERS: [string, string, Record<string, string>][] = [
  ['openai/src/responses/__fixtures__', 'openai', {}],
  ['openai/src/chat/__fixtures__', 'openai', { api: 'chat' }],
  ['anthropic/src/__fixtures__', 'anthropic', {}],
  ['google/src/__fixtures__', 'gemini', {}],
  ['deepseek/src/chat/__fixtures__', 'deepseek', {}],
  ['mistral/src/__fixtures__', 'mistral', {}],
  ['groq/src/__fixtures__', 'groq', {}],
  ['openai-compatible/src/chat/__fixtures__', 'openai-compatible', {}],
  ['xai/src/__fixtures__', 'openai-compatible', {}],
]
// The last one has events over several lines.
const NOT_ANSWERS = new RegExp(
  joined`
    embedding|transcription|image|realtime|speech|skill-(?:create|version)|vertex|moderation
    |parallel-tool-call-wrapper.*chunks
  `,
)

let server: ReplayServer
beforeAll(async () => void (server = await ReplayServer.open()))
afterAll(() => server.close())

describe.skipIf(!present)(`recorded answers${present ? '' : ` (skipped: ${root} is absent, set CORPORA_DIR)`}`, () => {
  describe.each(present ? FOLDERS.filter(([folder]) => existsSync(resolve(root, folder))) : [])(
    '%s',
    (folder, id, settings) => {
      const files = readdirSync(resolve(root, folder)).filter(
        (name) => /\.(?:json|chunks\.txt)$/.test(name) && !NOT_ANSWERS.test(name),
      )
      it.each(files)('%s is read whole, or refused as what it is', async (name) => {
        const provider = findProvider(id) as LlmProvider
        const text = readFileSync(resolve(root, folder, name), 'utf8')
        const isStream = name.endsWith('.chunks.txt')
        const isError = /"error":\s*\{|"type":\s*"error"/.test(text.slice(0, 300)) || name.includes('error')
        const lines = text.split('\n').filter((line) => line.trim() !== '')
        server.answer = isStream
          ? {
              headers: { 'content-type': 'text/event-stream' },
              body: asEvents(
                lines,
                id === 'anthropic' || folder.includes('responses') ? 'named' : id === 'gemini' ? 'bare' : 'data',
              ),
            }
          : { status: isError ? 400 : 200, body: text }
        const context = {
          settings: provider.settings.parse({
            baseUrl: id === 'anthropic' || id === 'gemini' ? server.origin : `${server.origin}/v1`,
            ...settings,
          }),
          key: 'k',
          fetch: globalThis.fetch,
          signal: new AbortController().signal,
          now: Date.now,
          attemptKey: 'a',
          timeoutMs: 5000,
        }
        const request = {
          model: 'm',
          system: '',
          messages: [{ role: 'user' as const, text: 'x' }],
          maxOutputTokens: 100,
        }
        const found = await (
          isStream ? provider.stream(request, context, () => {}) : provider.call(request, context)
        ).catch((error: unknown) => error)
        if (found instanceof ProviderFailure)
          return expect(['malformed', 'overloaded', 'bad_request', 'no_credit', 'rate_limited']).toContain(found.kind)
        expect(found).toMatchObject({
          text: expect.any(String) as string,
          usage: { outputTokens: expect.any(Number) as number },
          stop: expect.any(String) as string,
        })
      })
    },
  )
})
