import type { Connection, ProviderJson } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { draftBody, draftOf, draftProblems, needsOwnPrice, ownPrices } from './connection-draft.ts'

const price = { inputMicrosPerMillion: 250_000, cachedInputMicrosPerMillion: 25_000, outputMicrosPerMillion: 2_000_000 }
const llm = {
  id: 'x',
  kind: 'llm',
  label: 'X',
  key: 'required',
  fields: [
    { name: 'baseUrl', title: 'Base URL', description: '', type: 'text', options: [], default: 'https://x.example' },
    { name: 'timeout', title: 'Timeout', description: '', type: 'number', options: [], default: 30 },
    { name: 'eu', title: 'In the EU', description: '', type: 'boolean', options: [], default: null },
  ],
  models: [{ id: 'm1', label: 'M1', context: 1, price: { ...price, asOf: '', source: '' } }],
  limits: { requestsPerMinute: 60, tokensPerMinute: null, concurrency: 4 },
  price: null,
} as unknown as ProviderJson

describe('the form of a connection', () => {
  it('begins with what the service says and sends typed values', () => {
    const draft = draftOf(llm, null)
    expect(draft).toMatchObject({
      settings: { baseUrl: 'https://x.example', timeout: 30, eu: false },
      defaultModel: 'm1',
      limits: { requestsPerMinute: '60', tokensPerMinute: '' },
    })
    expect(draftProblems(llm, draft, null)).toEqual({ key: 'X needs a key.' })
    const filled = { ...draft, key: ' k ', settings: { ...draft.settings, timeout: '45' } }
    expect(draftProblems(llm, filled, null)).toEqual({})
    expect(draftBody(llm, filled, null)).toEqual({
      label: 'X',
      key: 'k',
      settings: { baseUrl: 'https://x.example', timeout: 45, eu: false },
      defaultModel: 'm1',
      prices: [],
      resend: 'never',
    })
    expect(draftBody(llm, { ...filled, limits: { ...filled.limits, tokensPerMinute: '9000' } }, null)).toMatchObject({
      limits: { tokensPerMinute: 9000 },
    })
  })

  it('keeps the key when it is left empty, but not for another address', () => {
    const connection = {
      lastFour: '1a2b',
      settings: { baseUrl: 'https://x.example' },
      limits: llm.limits,
      prices: [],
      label: 'X',
      owner: 'me',
      defaultModel: null,
      resend: 'again',
    } as unknown as Connection
    const draft = draftOf(llm, connection)
    expect(draftProblems(llm, draft, connection)).toEqual({})
    expect(draftBody(llm, draft, connection)).not.toHaveProperty('key')
    expect(
      draftProblems(llm, { ...draft, settings: { ...draft.settings, baseUrl: 'https://y.example' } }, connection),
    ).toHaveProperty('key')
  })

  it('knows when a price of one’s own is needed', () => {
    const draft = draftOf(llm, null)
    expect(needsOwnPrice(llm, draft)).toBe(false)
    const other = { ...draft, defaultModel: 'm9' }
    expect(needsOwnPrice(llm, other)).toBe(true)
    expect(needsOwnPrice(llm, { ...other, prices: [{ model: 'm9', input: '1', cached: '', output: '2' }] })).toBe(false)
    const search = { ...llm, kind: 'search', price: null } as ProviderJson
    expect(draftOf(search, null).prices).toHaveLength(1)
    expect(needsOwnPrice(search, draftOf(search, null))).toBe(true)
  })

  it('takes only whole prices and fills the cached one', () => {
    expect(
      ownPrices([
        { model: 'm', input: '1', cached: '', output: '2' },
        { model: 'n', input: '1', cached: '', output: '' },
        { model: null, input: '0.005', cached: '', output: '' },
      ]),
    ).toEqual([
      {
        model: 'm',
        inputMicrosPerMillion: 1_000_000,
        cachedInputMicrosPerMillion: 1_000_000,
        outputMicrosPerMillion: 2_000_000,
      },
      { model: null, microsPerCall: 5000 },
    ])
    expect(
      draftProblems(
        llm,
        {
          ...draftOf(llm, null),
          key: 'k',
          prices: [{ model: 'n', input: '1', cached: '', output: '' }],
          limits: { requestsPerMinute: '0', tokensPerMinute: '5', concurrency: 'x' },
        },
        null,
      ),
    ).toMatchObject({
      prices: expect.any(String),
      requestsPerMinute: expect.any(String),
      tokensPerMinute: expect.any(String),
      concurrency: expect.any(String),
    })
  })
})
