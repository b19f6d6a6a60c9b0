import { Database, newEvidenceId, type ColumnEntity } from '@enrichify/database'
import {
  COLUMN_TYPES,
  fillAddress,
  fillReferences,
  isPageBoundTo,
  locateQuote,
  ProviderFailure,
  readPath,
  RULE_OF,
  traceStep,
  verifyQuote,
  type EmptyReason,
  type HttpPlan,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { PageStore } from '../../pages/page-store.ts'
import { hashOf } from '../../providers/hash-of.ts'
import { ProviderGateway, type HostAnswer, type Paid } from '../../providers/provider-gateway.ts'
import { HeaderVault } from '../../websets/header-vault.ts'
import type { RowWork } from '../row-work.ts'
import { callPurpose } from './call-purpose.ts'
import { nothing, type RungAnswer } from './rung.ts'

/** Headers that a request may not set: the connection is ours. */
const FORBIDDEN = /^(?:host|connection|content-length|transfer-encoding|cookie|proxy-.*|sec-.*|upgrade|te|trailer)$/i

/**
 * One request per row to an address that the user chose, through the gateway, so that it has one effect. The answer is
 * stored, and the value is quoted from it.
 */
@Injectable()
export class HttpRung {
  constructor(
    private readonly gateway: ProviderGateway,
    private readonly pages: PageStore,
    private readonly vault: HeaderVault,
    private readonly database: Database,
  ) {}

  async answer(work: RowWork, column: ColumnEntity, { request }: HttpPlan): Promise<RungAnswer> {
    if (work.frame.run.mode === 'reextract')
      return nothing('no_result', traceStep('http', 'skipped', { note: 'Only stored pages are read in this run.' }))
    const url = fillAddress(request.url, (id) => work.text(id))
    if (url === null)
      return nothing(
        'failed_verification',
        traceStep('http', 'failed', { note: 'With this row’s values, the address leads elsewhere.' }),
      )
    const by = new URL(url).host
    try {
      const { answer } = await this.#send(work, column, request, url)
      if (answer.status < 200 || answer.status > 299)
        return nothing(
          answer.status === 404 ? 'not_on_page' : 'no_result',
          traceStep('http', answer.status === 404 ? 'nothing' : 'failed', {
            by,
            note: `It answered ${answer.status}.`,
          }),
        )
      if (answer.text === null)
        return nothing('no_result', traceStep('http', 'failed', { by, note: 'Its answer is too large for a cell.' }))
      return await this.#read(work, column, request.path, url, answer.text)
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error
      const [empty, note] = wordsOf(error)
      return nothing(empty, traceStep('http', 'failed', { by, note }))
    }
  }

  async #send(
    work: RowWork,
    column: ColumnEntity,
    request: HttpPlan['request'],
    url: string,
  ): Promise<Paid<HostAnswer>> {
    const { run } = work.frame
    const opened = await this.database.inScope(work.scope, (tx) => this.vault.open(tx, request))
    const headers = Object.fromEntries(
      Object.entries(opened.headers)
        .filter(([name]) => !FORBIDDEN.test(name))
        .map(([name, value]) => [name.toLowerCase(), asHeader(fillReferences(value, (id) => work.text(id)))]),
    )
    // Inside JSON, a value is JSON text: the contents of a cell cannot end its own string.
    const body =
      request.verb === 'POST'
        ? fillReferences(request.body, (id) => JSON.stringify(work.text(id)).slice(1, -1))
        : undefined
    const planHash = hashOf(request)
    return this.gateway.request(
      work.scope,
      { verb: request.verb, url, headers, body, resend: request.resend ?? 'never', secrets: opened.secrets },
      callPurpose(work, `request:${run.id}:${work.row.id}:${column.id}:${planHash.slice(0, 16)}`, {
        purpose: request.verb === 'POST' ? 'request' : 'lookup',
        planHash,
        cells: 1,
      }),
      work.stop,
    )
  }

  async #read(work: RowWork, column: ColumnEntity, path: string, url: string, text: string): Promise<RungAnswer> {
    const by = new URL(url).host
    const { shown, value, line } = presentAnswer(text, path)
    if (value === null)
      return nothing(
        'not_on_page',
        traceStep('http', 'nothing', { by, note: path ? `There is nothing at “${path}”.` : 'The answer is empty.' }),
      )
    const parsed = COLUMN_TYPES[column.kind].parse(value, column.settings)
    if (!parsed.ok || parsed.value === null)
      return nothing(
        'failed_verification',
        traceStep('http', 'failed', { by, note: `“${value.slice(0, 100)}” does not fit the column’s type.` }),
      )
    const page = await this.pages.keep(work.scope, url, shown, Date.now())
    const place = (line && locateQuote(page.evidence, line)) || locateQuote(page.evidence, value)
    const trace = [traceStep('http', 'answered', { by, quoteFound: place !== null })]
    if (!place)
      return {
        found: { value: parsed.value, state: 'asserted', primary: null, evidence: [], candidates: [] },
        empty: null,
        costMicros: 0,
        trace,
      }
    const quote = page.evidence.text.slice(place.start, place.end)
    const verdict = verifyQuote({
      text: page.evidence.text,
      quote,
      ...place,
      kind: RULE_OF[column.kind],
      value: parsed.value,
      ...column.settings,
    })
    const isBound = isPageBoundTo(work.entity, { url, text: page.evidence.text, near: place }).bound
    const rule = verdict.ok && isBound && !namesHost(work, url) ? verdict.rule : null
    const id = newEvidenceId()
    const state = rule ? ('verified' as const) : ('cited' as const)
    const evidence = {
      id,
      rowId: work.row.id,
      columnId: column.id,
      captureId: page.captureId,
      value: parsed.value,
      quote,
      ...place,
      textHash: page.evidence.hash,
      textVersion: page.evidence.version,
      rule,
    }
    return {
      found: {
        value: parsed.value,
        state,
        primary: id,
        evidence: [evidence],
        candidates: [
          {
            value: parsed.value,
            state,
            evidenceId: id,
            reason: rule ? null : 'service_says',
            pages: 1,
            source: `http:${by}`,
          },
        ],
      },
      empty: null,
      costMicros: 0,
      trace,
    }
  }
}

/** JSON is stored with one value per line, so that a quote is a line. Other text is stored as it is. */
function presentAnswer(text: string, path: string): { shown: string; value: string | null; line: string | null } {
  try {
    const json = JSON.parse(text) as unknown
    const value = readPath(json, path)
    const key = /([^.[\]]+)$/.exec(path.trim())?.[1]
    return {
      shown: JSON.stringify(json, null, 1),
      line: key && typeof value !== 'object' ? `"${key}": ${JSON.stringify(value)}` : null,
      value:
        value === null || value === undefined
          ? null
          : Array.isArray(value)
            ? value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : String(item))).join('; ')
            : typeof value === 'object'
              ? JSON.stringify(value)
              : String(value),
    }
  } catch {
    return { shown: text, line: null, value: path ? null : text.trim() || null }
  }
}

/** A host that a cell of the row names would be its own witness. */
function namesHost(work: RowWork, url: string): boolean {
  const { hostname } = new URL(url)
  return Object.keys(work.cells).some((columnId) => work.text(columnId).toLowerCase().includes(hostname))
}

/** On one line, and other letters than Latin ones as their bytes. */
function asHeader(value: string): string {
  return Buffer.from(value.replaceAll(/[\r\n\0]/g, ' ')).toString('latin1')
}

function wordsOf({ kind, message }: ProviderFailure): [EmptyReason, string] {
  switch (kind) {
    case 'blocked':
      return ['page_blocked', 'Requests to this address are not allowed. An operator can allow private hosts.']
    case 'uncertain':
      return [
        'provider_error',
        'It is not known whether this request arrived, so it was not sent again. ' +
          'Decide under Spending, Uncertain calls.',
      ]
    case 'rate_limited':
      return ['no_result', message]
    default:
      return ['no_result', 'It could not be reached in time.']
  }
}
