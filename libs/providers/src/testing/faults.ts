import type { Charge, ProviderFailureKind } from '@enrichify/domain'
import type { Replay } from './replay-server.ts'

/** A key that must appear nowhere but in the request. */
export const CANARY_KEY = 'sk-canary-4f1c9ab27de05f6e'

type Fault = [name: string, replay: Replay, kind: ProviderFailureKind, charge: Charge]

/** What services and the network do to a call, and what an adapter must make of it. */
export const FAULTS: readonly Fault[] = [
  [
    '429 with Retry-After',
    { status: 429, headers: { 'retry-after': '7' }, body: '{"error":{"message":"slow down"}}' },
    'rate_limited',
    'no',
  ],
  ['429 without', { status: 429, body: '{"error":{"message":"slow down"}}' }, 'rate_limited', 'no'],
  ['429 for too long', { status: 429, headers: { 'retry-after': '99999' }, body: '{}' }, 'rate_limited', 'no'],
  ['429 in the past', { status: 429, headers: { 'retry-after': '-5' }, body: '{}' }, 'rate_limited', 'no'],
  [
    'no credit',
    { status: 429, body: '{"error":{"type":"insufficient_quota","code":"insufficient_quota"}}' },
    'no_credit',
    'no',
  ],
  ['402', { status: 402, body: '{"error":{"message":"Payment required"}}' }, 'no_credit', 'no'],
  ['daily quota', { status: 429, body: '{"error":{"message":"Daily limit of requests reached"}}' }, 'quota', 'no'],
  [
    'a key that is not one',
    { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${CANARY_KEY}"}}` },
    'bad_key',
    'no',
  ],
  [
    'a key without rights',
    { status: 403, body: '{"error":{"message":"Your API key may not use this model"}}' },
    'bad_key',
    'no',
  ],
  [
    'a wall before the service',
    { status: 403, headers: { 'content-type': 'text/html' }, body: '<html>Attention required</html>' },
    'blocked',
    'no',
  ],
  ['a redirect', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'blocked', 'no'],
  [
    'a request it does not like',
    { status: 400, body: '{"error":{"message":"unknown parameter"}}' },
    'bad_request',
    'no',
  ],
  ['500', { status: 500, body: 'oops' }, 'overloaded', 'no'],
  ['503', { status: 503, body: '{}' }, 'overloaded', 'no'],
  ['529', { status: 529, body: '{"error":{"type":"overloaded_error"}}' }, 'overloaded', 'no'],
  ['504', { status: 504, body: '' }, 'overloaded', 'unknown'],
  ['a reset before the headers', { cutAfter: 0 }, 'unreachable', 'unknown'],
  ['nothing', { body: '' }, 'malformed', 'yes'],
  ['a page', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }, 'malformed', 'yes'],
  ['an error inside of a 200', { body: '{"error":{"code":429,"message":"slow down"}}' }, 'rate_limited', 'no'],
]

/** Faults in the body of an answer that is otherwise right. */
export function bodyFaults(body: string): readonly Fault[] {
  const broken = Buffer.concat([Buffer.from(body.slice(0, 12)), Buffer.from([0xc3, 0x28]), Buffer.from(body.slice(12))])
  return [
    ['a reset in the body', { headers: { 'content-length': '999999' }, body, cutAfter: 12 }, 'unreachable', 'unknown'],
    ['another shape', { body: '"hello"' }, 'malformed', 'yes'],
    ['broken characters', { body: new Uint8Array(broken) }, 'malformed', 'yes'],
    ['an answer beyond all bounds', { body: `"${'x'.repeat(9 * 1024 * 1024)}"` }, 'malformed', 'yes'],
  ]
}
