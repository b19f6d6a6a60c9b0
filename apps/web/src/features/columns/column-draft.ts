import type { Column } from '@enrichify/contracts'
import {
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

/** `key` stays the same when the order of the list changes. */
export type DraftRung = Rung & { key: string }
export interface DraftCriterion {
  key: string
  name: string
  question: string
  weight: string
}

/**
 * A column in the editor: texts name columns as people write them. What another method needs is not forgotten, so that
 * trying one on loses nothing.
 */
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
    /** `Name: value`, one per line. */
    headers: string
    body: string
    path: string
    resend?: 'never' | 'again'
  }
}

/** The rungs that a score may have: its criteria are questions in words. */
const SCORE_RUNGS: readonly RungKind[] = ['model', 'search', 'agent']
let lastKey = 0
export const newKey = (): string => `k${++lastKey}`
const withKeys = (rungs: readonly Rung[]): DraftRung[] => rungs.map((rung) => ({ ...rung, key: newKey() }))
export const newCriterion = (): DraftCriterion => ({ key: newKey(), name: '', question: '', weight: '50' })

/** Keys of an earlier visit may be those of other lines in this one. */
export function withNewKeys(draft: ColumnDraft): ColumnDraft {
  return {
    ...draft,
    rungs: draft.rungs.map((rung) => ({ ...rung, key: newKey() })),
    criteria: draft.criteria.map((criterion) => ({ ...criterion, key: newKey() })),
  }
}

/** The usual rungs of a method. */
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
      const { verb, url, headers, body, path, resend } = enrichment.request
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
          ...(resend && { resend }),
        },
      }
    }
  }
}

function methodOf(enrichment: Column['enrichment']): DraftMethod {
  if (!enrichment) return 'plain'
  return enrichment.method === 'answer' ? (enrichment.fact ? 'facts' : 'question') : enrichment.method
}

/** Another method; rungs that do not fit it are replaced by the usual ones. */
export function withMethod(draft: ColumnDraft, method: DraftMethod): ColumnDraft {
  const hasRungs = method === 'facts' || method === 'question' || method === 'score'
  const kind: ColumnKind =
    method === 'score' ? 'number' : draft.method === 'score' && draft.kind === 'number' ? 'text' : draft.kind
  return {
    ...draft,
    method,
    kind,
    rungs: hasRungs && method !== draft.method ? rungsFor(method, draft.facts[0] ?? null) : draft.rungs,
  }
}

/** Other facts; a single fact brings its own rungs. */
export function withFacts(draft: ColumnDraft, facts: readonly FactKind[]): ColumnDraft {
  const fact = facts.length === 1 ? (facts[0] ?? null) : null
  return { ...draft, facts, rungs: rungsFor('facts', fact), dataFact: fact ? READY_FACTS[fact].dataFact : null }
}

/** A list with one item in another place. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const next = [...items]
  next.splice(Math.max(0, Math.min(items.length - 1, to)), 0, ...next.splice(from, 1))
  return next
}
