import { randomUUID } from 'node:crypto'
import type { EnrichmentJson } from '@enrichify/contracts'
import { HeaderSecretRepository, type Tx } from '@enrichify/database'
import { bindReferences, fixedOrigin, referencesIn, Refused, type HttpPlan, type NamedColumn } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { SecretVault, type SecretPlace } from '../core/secret-vault.ts'

/** Headers that say how to answer, and are no secret. */
const PLAIN = /^(?:accept|accept-language|content-type|user-agent)$/i
/** `stored:…abcd:<id>`, and then the columns that the value is made from, so that they are known without opening it. */
const REFERENCE = /^stored:[^:]*:([\da-f-]{36})(?:\{c\d+\})*$/
const SHORTEST_SHOWN = 12

type Request = HttpPlan['request']

/** Values of headers go in and come out only to be sent, and only to the origin that they were given for. */
@Injectable()
export class HeaderVault {
  constructor(
    private readonly vault: SecretVault,
    private readonly secrets: HeaderSecretRepository,
  ) {}

  /** The plan with references in the place of values. */
  async seal<P extends EnrichmentJson | undefined>(tx: Tx, columns: readonly NamedColumn[], plan: P): Promise<P> {
    if (plan?.method !== 'http') return plan
    const request = await this.#sealRequest(tx, plan.request, (text) => bindReferences(text, columns).text)
    return { ...plan, request }
  }

  /** The headers as they are sent, columns not yet filled in, and what must not be seen of them in an answer. */
  async open(tx: Tx, request: Request): Promise<{ headers: Record<string, string>; secrets: string[] }> {
    const headers: Record<string, string> = {}
    const secrets: string[] = []
    for (const [name, value] of Object.entries(request.headers)) {
      const id = REFERENCE.exec(value)?.[1]
      const found = id ? await this.secrets.find(tx, id) : null
      headers[name] = found ? this.vault.open(found, placeOf(tx.workspaceId, found.id, originOf(request))) : value
      if (found) secrets.push(...partsOf(headers[name]))
    }
    return { headers, secrets }
  }

  /** Plans that were stored before values were sealed. The same value of an origin gets one reference. */
  async sealStored(tx: Tx): Promise<void> {
    const made = new Map<string, string>()
    await this.secrets.rewritePlans(tx, async (stored) => {
      const requests = requestsIn(stored)
      for (const request of requests) Object.assign(request, await this.#sealRequest(tx, request, String, made))
      return requests.length ? stored : null
    })
  }

  /** Puts the data keys under another master key. Returns how many. */
  async rewrap(tx: Tx, masterKeyId: string): Promise<number> {
    const stale = await this.secrets.toRewrap(tx, masterKeyId)
    for (const row of stale) {
      const sealed = this.vault.rewrap(row, placeOf(tx.workspaceId, row.id, row.origin))
      await this.secrets.rewrap(tx, row.id, sealed.wrappedKey, sealed.masterKeyId)
    }
    return stale.length
  }

  async #sealRequest(
    tx: Tx,
    request: Request,
    bind: (text: string) => string,
    made = new Map<string, string>(),
  ): Promise<Request> {
    const origin = fixedOrigin(request.url)
    // Such an address is refused when it is saved, and nothing is sent to an old one.
    if (origin === null) return { ...request, headers: {} }
    const headers: Record<string, string> = {}
    for (const [name, value] of Object.entries(request.headers)) {
      const key = JSON.stringify([origin, value])
      const known = value === '' || PLAIN.test(name) || (await this.#isOurs(tx, name, value, origin))
      headers[name] = known ? value : (made.get(key) ?? (await this.#store(tx, bind(value), origin)))
      made.set(key, headers[name])
    }
    return { ...request, headers }
  }

  /** A person who may change the address must not be able to send another person's secret to it. */
  async #isOurs(tx: Tx, name: string, value: string, origin: string): Promise<boolean> {
    const id = REFERENCE.exec(value)?.[1]
    const found = id ? await this.secrets.find(tx, id) : null
    if (!found) return false
    if (found.origin === origin) return true
    throw new Refused(
      'header_required',
      `The value of “${name}” was given for another host. Enter it again together with the new address.`,
      'unprocessable',
    )
  }

  async #store(tx: Tx, value: string, origin: string): Promise<string> {
    const id = randomUUID()
    await this.secrets.insert(tx, { id, origin, ...this.vault.seal(value, placeOf(tx.workspaceId, id, origin)) })
    const columns = referencesIn(value).map((column) => `{${column}}`)
    return `stored:…${lastFour(value)}:${id}${columns.join('')}`
  }
}

function originOf({ url }: Request): string {
  return fixedOrigin(url) ?? ''
}

function placeOf(workspaceId: string, id: string, origin: string): SecretPlace {
  return { workspaceId, providerId: `header:${origin}`, connectionId: id }
}

function lastFour(value: string): string {
  const own = value.replaceAll(/\{c\d+\}/g, '').trim()
  return own.length < SHORTEST_SHOWN ? '' : own.slice(-4).replaceAll(/[^\w-]/g, '•')
}

/** The literal parts of a value. `Bearer x` may come back as `x`. */
function partsOf(value: string): string[] {
  const parts = value.split(/\{c\d+\}/).flatMap((part) => [part.trim(), part.trim().split(/\s+/).at(-1)!])
  return parts.filter(({ length }) => length >= 6).sort((a, b) => b.length - a.length)
}

/** Every request of a plan, wherever plans are in what is stored. */
function requestsIn(stored: unknown): Request[] {
  if (typeof stored !== 'object' || stored === null) return []
  if ('method' in stored && stored.method === 'http' && 'request' in stored) return [stored.request as Request]
  return Object.values(stored).flatMap(requestsIn)
}
