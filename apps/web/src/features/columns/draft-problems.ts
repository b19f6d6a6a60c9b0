import type { ColumnDraft } from './column-draft.ts'

/** What is missing before a draft can be saved, in words; null: nothing. */
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
  facts.length > 1 || rungs.some(({ enabled }) => enabled) ? null : 'Switch on at least one step.'

/** The field that a refusal of the server is about. */
export type DraftField = 'method' | 'name' | 'condition'
export function fieldOf(code: string, { method, condition }: ColumnDraft): DraftField | null {
  if (code === 'bad_formula') return method === 'formula' || condition.trim() === '' ? 'method' : 'condition'
  return code === 'column_cycle' || code === 'unknown_column' || code === 'bad_address' ? 'method' : null
}
