import { newEvidenceId, type ColumnEntity } from '@enrichify/database'
import {
  COLUMN_TYPES,
  fillReferences,
  GivenUp,
  isPageBoundTo,
  locateQuote,
  readPath,
  RULE_OF,
  traceStep,
  verifyQuote,
  type HttpPlan,
} from '@enrichify/domain'
import { Inject, Injectable } from '@nestjs/common'
import { GUARDED_FETCH } from '../../core/tokens.ts'
import { PageStore } from '../../pages/page-store.ts'
import type { RowWork } from '../row-work.ts'
import { nothing, type RungAnswer } from './rung.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 1024 * 1024
/** Headers that a request may not set: the connection is ours. */
const FORBIDDEN = /^(?:host|connection|content-length|transfer-encoding|cookie|proxy-.*|sec-.*|upgrade|te|trailer)$/i

/**
 * One request per row to an address that the user chose, through the address guard. The answer is stored, and the
 * value is quoted from it.
 */
@Injectable()
export class HttpRung {
  constructor(
    @Inject(GUARDED_FETCH) private readonly outside: typeof globalThis.fetch,
    private readonly pages: PageStore,
  ) {}

  async answer(work: RowWork, column: ColumnEntity, { request }: HttpPlan): Promise<RungAnswer> {
    if (work.frame.run.mode === 'reextract')
      return nothing('no_result', traceStep('http', 'skipped', { note: 'Only stored pages are read in this run.' }))
    const url = fillReferences(request.url, (id) => encodeURIComponent(work.text(id)))
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
      return nothing(
        'failed_verification',
        traceStep('http', 'failed', { note: 'The address is not a web address for this row.' }),
      )
    let text: string
    try {
      const response = await this.#send(work, request, url)
      if (!response.ok)
        return nothing(
          response.status === 404 ? 'not_on_page' : 'no_result',
          traceStep('http', response.status === 404 ? 'nothing' : 'failed', {
            by: new URL(url).host,
            note: `It answered ${response.status}.`,
          }),
        )
      text = await readText(response)
    } catch (error) {
      if (work.stop.aborted) throw error
      const isRefused = (error as Error).name === 'FetchRefused'
      const note = isRefused
        ? 'Requests to this address are not allowed. An operator can allow private hosts.'
        : error instanceof GivenUp
          ? error.message
          : 'It could not be reached in time.'
      return nothing(
        isRefused ? 'page_blocked' : 'no_result',
        traceStep('http', 'failed', { by: new URL(url).host, note }),
      )
    }
    return this.#read(work, column, request.path, url, text)
  }

  #send(work: RowWork, request: HttpPlan['request'], url: string): Promise<Response> {
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([name]) => !FORBIDDEN.test(name))
        .map(([name, value]) => [name, fillReferences(value, (id) => work.text(id)).replaceAll(/[\r\n\0]/g, ' ')]),
    )
    // Inside JSON, a value is JSON text: the contents of a cell cannot end its own string.
    const body =
      request.verb === 'POST'
        ? fillReferences(request.body, (id) => JSON.stringify(work.text(id)).slice(1, -1))
        : undefined
    return this.outside(url, {
      method: request.verb,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
      redirect: 'manual',
      signal: AbortSignal.any([work.stop, AbortSignal.timeout(TIMEOUT_MS)]),
    })
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
    const rule =
      verdict.ok && isPageBoundTo(work.entity, { url, text: page.evidence.text, near: place }).bound
        ? verdict.rule
        : null
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

async function readText(response: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += (part as Uint8Array).byteLength
    if (bytes > MAX_BYTES) throw new GivenUp('too_large', 'Its answer is too large for a cell.')
    parts.push(part as Uint8Array)
  }
  return new TextDecoder().decode(Buffer.concat(parts))
}
