import { describe, expect, it } from 'vitest'
import { uploadArchive } from './archives.ts'
import { getCell } from './cells.ts'
import { ApiError, makeClient, readProblem, urlOf, type ClientOptions } from './client.ts'
import { listRows } from './rows.ts'
import { deleteWebset, listWebsets, updateWebset } from './websets.ts'

const ID = '4f7c2b1a-0000-4000-8000-000000000001'
const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } })
const refusal = {
  type: 'about:blank',
  title: 'Not found',
  status: 404,
  code: 'webset_not_found',
  detail: 'It is gone.',
}

/** A client whose server gives these answers in turn; `sent` is what it was asked. */
function clientOf(answers: (Response | Error)[], options: Partial<ClientOptions> = {}) {
  const sent: { url: string; init: RequestInit }[] = []
  const send = async (url: unknown, init: RequestInit = {}): Promise<Response> => {
    sent.push({ url: String(url), init })
    const answer = answers.shift()
    if (!answer) throw new Error('The client asked once too often.')
    if (answer instanceof Error) throw answer
    return answer
  }
  return { call: makeClient({ baseUrl: 'https://host.example', fetch: send as typeof fetch, ...options }), sent }
}
const headersOf = (init: RequestInit) => Object.fromEntries(new Headers(init.headers).entries())

describe('urlOf', () => {
  it('puts each parameter into the path, encoded', () => {
    expect(urlOf(getCell, { id: ID, rowId: 7, columnId: 'c2' })).toBe(`/api/v1/websets/${ID}/cells/7/c2`)
    expect(urlOf(getCell, { id: 'a/b', rowId: '?x', columnId: '#ü %' })).toBe(
      '/api/v1/websets/a%2Fb/cells/%3Fx/%23%C3%BC%20%25',
    )
  })

  it('writes the query, objects as JSON, and leaves out what is not given', () => {
    const filter = [{ column: 'c1', op: 'contains', value: 'a&b=ü+"' }]
    const url = new URL(
      urlOf(listRows, { id: ID }, { filter, search: 'x y', limit: 0, cursor: undefined, sort: null }),
      'https://host.example',
    )
    expect(url.pathname).toBe(`/api/v1/websets/${ID}/rows`)
    expect([...url.searchParams.keys()]).toEqual(['filter', 'search', 'limit'])
    expect(JSON.parse(url.searchParams.get('filter')!)).toEqual(filter)
    expect(url.searchParams.get('search')).toBe('x y')
    expect(url.searchParams.get('limit')).toBe('0')
  })

  it('has no question mark without a query', () => {
    expect(urlOf(listWebsets)).toBe('/api/v1/websets')
    expect(urlOf(listWebsets, {}, { trash: undefined })).toBe('/api/v1/websets')
  })

  it('is read back by the schema of the endpoint', () => {
    const filter = JSON.stringify([{ column: 'c1', op: 'equals', value: '50% "off"' }])
    const url = new URL(urlOf(listRows, { id: ID }, { filter, limit: 5 }), 'https://host.example')
    expect(listRows.query.parse(Object.fromEntries(url.searchParams))).toEqual({
      filter: [{ column: 'c1', op: 'equals', value: '50% "off"' }],
      limit: 5,
    })
  })
})

describe('the client', () => {
  it('asks with method, address and headers, and gives the parsed answer', async () => {
    const { call, sent } = clientOf([json({ websets: [] })], {
      headers: ({ method }) => ({ authorization: 'Bearer t', 'x-method': method }),
    })
    expect(await call(listWebsets, { query: { trash: 'true' } })).toEqual({ websets: [] })
    expect(sent).toHaveLength(1)
    expect(sent[0]!.url).toBe('https://host.example/api/v1/websets?trash=true')
    expect(sent[0]!.init).toMatchObject({ method: 'GET', credentials: 'same-origin' })
    expect(sent[0]!.init.body ?? null).toBeNull()
    expect(headersOf(sent[0]!.init)).toMatchObject({ authorization: 'Bearer t', 'x-method': 'GET' })
  })

  it('sends a body as JSON, and a form as it is', async () => {
    const { call, sent } = clientOf([json({}), json({})])
    await call(updateWebset, { params: { id: ID }, body: { name: 'Ünal “x”' } })
    expect(JSON.parse(String(sent[0]!.init.body))).toEqual({ name: 'Ünal “x”' })
    expect(headersOf(sent[0]!.init)['content-type']).toBe('application/json')
    const form = new FormData()
    form.set('file', new Blob(['x']), 'a.warc')
    await call(uploadArchive, { params: { id: ID }, form })
    expect(sent[1]!.init.body).toBe(form)
    // The browser must write this header itself, with the boundary of the form.
    expect(headersOf(sent[1]!.init)).not.toHaveProperty('content-type')
  })

  it('passes the signal on', async () => {
    const { call, sent } = clientOf([json({ websets: [] })])
    const { signal } = new AbortController()
    await call(listWebsets, { signal })
    expect(sent[0]!.init.signal).toBe(signal)
  })

  it('throws the problem of a refusal', async () => {
    const { call } = clientOf([json(refusal, 404, { 'content-type': 'application/problem+json' })])
    const error: unknown = await call(deleteWebset, { params: { id: ID } }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ApiError)
    expect(error).toMatchObject({ code: 'webset_not_found', status: 404, message: 'It is gone.' })
  })

  it('makes a problem of an answer that is none, and of a server that is away', async () => {
    const { call } = clientOf([
      new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }),
      new TypeError('fetch failed'),
    ])
    await expect(call(listWebsets, {})).rejects.toMatchObject({ status: 502, code: 'unexpected_answer' })
    await expect(call(listWebsets, {})).rejects.toMatchObject({ name: 'ApiError', status: 0 })
  })

  it('makes a problem of a success that is not JSON, and takes an empty one', async () => {
    const { call } = clientOf([new Response('<h1>Sign in to the Wi-Fi</h1>'), new Response(null, { status: 204 })])
    await expect(call(listWebsets, {})).rejects.toMatchObject({ name: 'ApiError', code: 'unexpected_answer' })
    expect(await call(deleteWebset, { params: { id: ID } })).toEqual({})
  })

  it('passes an abort through as what it is', async () => {
    const { call } = clientOf([new DOMException('aborted', 'AbortError')])
    await expect(call(listWebsets, { signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('asks once more after a 401 whose session was mended, with new headers', async () => {
    let token = 'old'
    const { call, sent } = clientOf([json({ ...refusal, status: 401 }, 401), json({ websets: [] })], {
      headers: () => ({ authorization: token }),
      onUnauthorized: async () => {
        token = 'new'
        return true
      },
    })
    expect(await call(listWebsets, {})).toEqual({ websets: [] })
    expect(sent.map(({ init }) => headersOf(init).authorization)).toEqual(['old', 'new'])
  })

  it.each([
    ['the session cannot be mended', false, 1],
    ['the second answer is a 401 as well', true, 2],
  ])('throws the 401 when %s', async (_, mended, times) => {
    const unauthorized = () => json({ ...refusal, status: 401, code: 'unauthorized' }, 401)
    const { call, sent } = clientOf([unauthorized(), unauthorized()], { onUnauthorized: async () => mended })
    await expect(call(listWebsets, {})).rejects.toMatchObject({ status: 401, code: 'unauthorized' })
    expect(sent).toHaveLength(times)
  })
})

describe('readProblem', () => {
  it('reads what fits the schema, and describes the rest', async () => {
    expect(await readProblem(json(refusal, 404))).toEqual(refusal)
    expect(await readProblem(json({ error: 'no' }, 500))).toMatchObject({ status: 500, code: 'unexpected_answer' })
    expect(await readProblem(new Response(null, { status: 503 }))).toMatchObject({
      status: 503,
      title: 'Request failed',
    })
  })
})
