import type { Column, EnrichmentJson } from '@enrichify/contracts'
import { bindReferences, READY_FACTS, type NamedColumn } from '@enrichify/domain'
import type { ColumnDraft } from './column-draft.ts'

/**
 * The plan as it is sent, with columns by their ids; null for a plain column, and for several facts at once.
 * A name that is no column is sent as it was written: the server says what is wrong with it.
 */
export function planOf(draft: ColumnDraft, columns: readonly NamedColumn[]): EnrichmentJson | null {
  const bind = (text: string): string => bindReferences(text.trim(), columns).text
  const condition = bind(draft.condition) || null
  const rungs = draft.rungs.map(({ key: _key, ...rung }) => rung)
  switch (draft.method) {
    case 'plain':
      return null
    case 'facts': {
      const [fact] = draft.facts
      if (!fact || draft.facts.length > 1) return null
      return {
        method: 'answer',
        question: READY_FACTS[fact].question,
        fact,
        dataFact: READY_FACTS[fact].dataFact,
        rungs,
        stop: draft.stop,
        examples: draft.examples,
        condition,
      }
    }
    case 'question':
      return {
        method: 'answer',
        question: bind(draft.question),
        fact: null,
        dataFact: draft.dataFact,
        rungs,
        stop: draft.stop,
        examples: draft.examples,
        condition,
      }
    case 'score':
      return {
        method: 'score',
        criteria: draft.criteria.map(({ name, question, weight }) => ({
          name: name.trim(),
          question: bind(question),
          weight: Number(weight),
        })),
        rungs,
        condition,
      }
    case 'formula':
      return { method: 'formula', formula: bind(draft.formula), condition }
    case 'merge':
      return { method: 'merge', columns: [...draft.columns], condition }
    case 'http': {
      const { verb, url, headers, body, path, resend } = draft.request
      return {
        method: 'http',
        request: {
          verb,
          url: bind(url),
          headers: readHeaders(headers, bind),
          body: bind(body),
          path: path.trim(),
          // Left out is `never`. So a column that was only looked at asks what it asked before.
          ...(resend === 'again' && { resend }),
        },
        condition,
      }
    }
  }
}

function readHeaders(text: string, bind: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] = /^\s*([^:\s]+)\s*:\s*(.*)$/.exec(line) ?? []
      return name ? [[name, bind(value)]] : []
    }),
  )
}

export function settingsOf({ kind, options, region }: ColumnDraft): Column['settings'] {
  const list = options
    .split('\n')
    .map((option) => option.trim())
    .filter((option) => option !== '')
  return {
    ...(kind === 'choice' && list.length > 0 ? { options: list } : {}),
    ...(kind === 'phone' && region ? { region: region.toUpperCase() } : {}),
  }
}

/** What a column is called when it has no name; null: the server takes it from the question or the fact. */
export function fallbackName({ method, columns, request }: ColumnDraft, named: readonly NamedColumn[]): string | null {
  switch (method) {
    case 'score':
      return 'Score'
    case 'formula':
      return 'Formula'
    case 'merge':
      return `Best ${named.find(({ id }) => id === columns[0])?.name ?? 'value'}`
    case 'http':
      return URL.canParse(request.url) ? new URL(request.url).hostname : 'Request'
    default:
      return null
  }
}
