import type { NamedColumn } from '@enrichify/domain'
import type { ColumnDraft, DraftMethod } from './column-draft.ts'
import { planOf, settingsOf } from './draft-plan.ts'

/** What of a column is saved by itself: two people who change different parts are not in each other's way. */
export type ColumnPart = 'name' | 'type' | 'plan'

/** The parts in which two drafts would be saved differently. */
export function partsBetween(one: ColumnDraft, other: ColumnDraft, columns: readonly NamedColumn[]): ColumnPart[] {
  const wordsOf: Record<ColumnPart, (draft: ColumnDraft) => unknown> = {
    name: (draft) => draft.name.trim(),
    type: (draft) => [draft.kind, settingsOf(draft)],
    plan: (draft) => [planOf(draft, columns), draft.method === 'facts' ? draft.facts : null],
  }
  return (Object.keys(wordsOf) as ColumnPart[]).filter(
    (part) => JSON.stringify(wordsOf[part](one)) !== JSON.stringify(wordsOf[part](other)),
  )
}

/** Their draft, with these parts of mine. */
export function withMine(theirs: ColumnDraft, mine: ColumnDraft, parts: readonly ColumnPart[]): ColumnDraft {
  const typed = parts.includes('type') ? mine : theirs
  return {
    ...(parts.includes('plan') ? mine : theirs),
    name: parts.includes('name') ? mine.name : theirs.name,
    kind: typed.kind,
    options: typed.options,
    region: typed.region,
  }
}

const PLAN_WORDS: Record<DraftMethod, string> = {
  facts: 'steps',
  question: 'question or its steps',
  score: 'criteria',
  formula: 'formula',
  merge: 'columns that it takes from',
  http: 'request',
  plain: 'question',
}

/** “the name and the type” */
export function partWords(parts: readonly ColumnPart[], method: DraftMethod): string {
  return parts.map((part) => `the ${part === 'plan' ? PLAN_WORDS[method] : part}`).join(' and ')
}
