import type { Column, EnrichmentJson } from '@enrichify/contracts'
import {
  bindReferences,
  defaultRungs,
  READY_FACTS,
  showReferences,
  type ColumnKind,
  type DataFact,
  type FactKind,
  type NamedColumn,
  type Rung,
  type RungKind,
  type StopRule,
} from '@enrichify/domain'

export const DRAFT_METHODS = ['facts', 'question', 'score', 'formula', 'merge', 'http', 'plain'] as const
export type DraftMethod = (typeof DRAFT_METHODS)[number]

/** `key` stays when the list is ordered anew. */
export type DraftRung = Rung & { key: string }
export interface DraftCriterion {
  key: string
  name: string
  question: string
  weight: string
}

/** A column as it stands in the editor: texts name columns as people write them. What another method would need stays, so that trying one on loses nothing. */
export interface ColumnDraft {
  method: DraftMethod
  name: string
  kind: ColumnKind
  /** One per line. */
  options: string
  region: string
  facts: readonly FactKind[]
  question: string
  dataFact: DataFact | null
  rungs: readonly DraftRung[]
  stop: StopRule
  examples: boolean
  condition: string
  criteria: readonly DraftCriterion[]
  formula: string
  columns: readonly string[]
  request: {
    verb: 'GET' | 'POST'
    url: string
    /** `Name: value`, one per line. */ headers: string
    body: string
    path: string
  }
}

/** Rungs that a score may have: its criteria are questions in words. */
const SCORE_RUNGS: readonly RungKind[] = ['model', 'search', 'agent']
let lastKey = 0
export const newKey = (): string => `k${++lastKey}`
const withKeys = (rungs: readonly Rung[]): DraftRung[] => rungs.map((rung) => ({ ...rung, key: newKey() }))
const newCriterion = (): DraftCriterion => ({ key: newKey(), name: '', question: '', weight: '50' })
export const EMPTY_CRITERION = newCriterion

/** What a column of this method is asked by unless told otherwise. */
export function rungsFor(method: DraftMethod, fact: FactKind | null): DraftRung[] {
  const rungs = withKeys(defaultRungs(method === 'facts' ? fact : null))
  return method === 'score' ? rungs.filter(({ kind }) => SCORE_RUNGS.includes(kind)) : rungs
}

const BLANK: Omit<ColumnDraft, 'rungs' | 'criteria'> = {
  method: 'facts',
  name: '',
  kind: 'text',
  options: '',
  region: '',
  facts: [],
  question: '',
  dataFact: null,
  stop: 'verified',
  examples: true,
  condition: '',
  formula: '',
  columns: [],
  request: { verb: 'GET', url: '', headers: '', body: '', path: '' },
}

export function newDraft(): ColumnDraft {
  return { ...BLANK, rungs: rungsFor('question', null), criteria: [newCriterion()] }
}

export function draftOf({ name, kind, settings, enrichment }: Column, columns: readonly NamedColumn[]): ColumnDraft {
  const base: ColumnDraft = {
    ...newDraft(),
    name,
    kind,
    options: (settings.options ?? []).join('\n'),
    region: settings.region ?? '',
    method: methodOf(enrichment),
  }
  if (!enrichment) return base
  const show = (text: string): string => showReferences(text, columns)
  const common = {
    ...base,
    condition: show(enrichment.condition ?? ''),
    rungs: 'rungs' in enrichment ? withKeys(enrichment.rungs) : base.rungs,
  }
  switch (enrichment.method) {
    case 'answer':
      return {
        ...common,
        question: show(enrichment.question),
        facts: enrichment.fact ? [enrichment.fact] : [],
        dataFact: enrichment.dataFact,
        stop: enrichment.stop,
        examples: enrichment.examples,
      }
    case 'score':
      return {
        ...common,
        criteria: enrichment.criteria.map((criterion) => ({
          key: newKey(),
          name: criterion.name,
          question: show(criterion.question),
          weight: String(criterion.weight),
        })),
      }
    case 'formula':
      return { ...common, formula: show(enrichment.formula) }
    case 'merge':
      return { ...common, columns: enrichment.columns }
    case 'http': {
      const { verb, url, headers, body, path } = enrichment.request
      return {
        ...common,
        request: {
          verb,
          url: show(url),
          headers: Object.entries(headers)
            .map(([header, value]) => `${header}: ${show(value)}`)
            .join('\n'),
          body: show(body),
          path,
        },
      }
    }
  }
}

function methodOf(enrichment: Column['enrichment']): DraftMethod {
  if (!enrichment) return 'plain'
  return enrichment.method === 'answer' ? (enrichment.fact ? 'facts' : 'question') : enrichment.method
}

/** Another method; a ladder that does not fit to it makes way for the usual one. */
export function withMethod(draft: ColumnDraft, method: DraftMethod): ColumnDraft {
  const climbs = method === 'facts' || method === 'question' || method === 'score'
  const kind: ColumnKind =
    method === 'score' ? 'number' : draft.method === 'score' && draft.kind === 'number' ? 'text' : draft.kind
  return {
    ...draft,
    method,
    kind,
    rungs: climbs && method !== draft.method ? rungsFor(method, draft.facts[0] ?? null) : draft.rungs,
  }
}

/** Facts chosen otherwise; the ladder is the one fact's own. */
export function withFacts(draft: ColumnDraft, facts: readonly FactKind[]): ColumnDraft {
  const fact = facts.length === 1 ? (facts[0] ?? null) : null
  return { ...draft, facts, rungs: rungsFor('facts', fact), dataFact: fact ? READY_FACTS[fact].dataFact : null }
}

/** The plan as it is sent, with columns by their ids; null for a plain column, and for several facts at once. What cannot be bound stays as it was written: the server says what is wrong with it. */
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
      const { verb, url, headers, body, path } = draft.request
      return {
        method: 'http',
        request: { verb, url: bind(url), headers: readHeaders(headers, bind), body: bind(body), path: path.trim() },
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

/** What a column is called when nobody names it; null: the server takes it from the question or the fact. */
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

/** What is missing before a draft can be saved, in words; null: nothing is. */
export function missingIn(draft: ColumnDraft): string | null {
  switch (draft.method) {
    case 'facts':
      return draft.facts.length > 0 ? missingRung(draft) : 'Choose at least one fact.'
    case 'question':
      return draft.question.trim().length >= 3 ? missingRung(draft) : 'Write a question first.'
    case 'score':
      return draft.criteria.length > 0 &&
        draft.criteria.every(
          ({ name, question, weight }) => name.trim() !== '' && question.trim().length >= 3 && isWeight(weight),
        )
        ? missingRung(draft)
        : 'Each criterion needs a name, a question and a weight from 1 to 100.'
    case 'formula':
      return draft.formula.trim() ? null : 'Write a formula first.'
    case 'merge':
      return draft.columns.length > 0 ? null : 'Choose the columns to take from.'
    case 'http':
      return draft.request.url.trim() ? null : 'Write the address first.'
    case 'plain':
      return draft.name.trim() ? null : 'Name the column.'
  }
}

const isWeight = (text: string): boolean => /^\d{1,3}$/.test(text.trim()) && Number(text) >= 1 && Number(text) <= 100
const missingRung = ({ facts, rungs }: ColumnDraft): string | null =>
  facts.length > 1 || rungs.some(({ enabled }) => enabled) ? null : 'Switch on at least one rung of the ladder.'

/** Whether two drafts would be saved as the same. */
export function isSameDraft(one: ColumnDraft, other: ColumnDraft, columns: readonly NamedColumn[]): boolean {
  const words = (draft: ColumnDraft): string =>
    JSON.stringify([
      draft.name.trim(),
      draft.kind,
      settingsOf(draft),
      planOf(draft, columns),
      draft.method === 'facts' ? draft.facts : null,
    ])
  return words(one) === words(other)
}

/** A list with one item in another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items]
  next.splice(Math.max(0, Math.min(items.length - 1, to)), 0, ...next.splice(from, 1))
  return next
}

/** The field that a refusal of the server speaks of. */
export type DraftField = 'method' | 'name' | 'condition'
export function fieldOf(code: string, { method, condition }: ColumnDraft): DraftField | null {
  if (code === 'bad_formula') return method === 'formula' || condition.trim() === '' ? 'method' : 'condition'
  return code === 'column_cycle' || code === 'unknown_column' || code === 'bad_address' ? 'method' : null
}
