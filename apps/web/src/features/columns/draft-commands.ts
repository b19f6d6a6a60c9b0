import type { Column } from '@enrichify/contracts'
import { factOf } from '@enrichify/domain'
import { draftOf, type ColumnDraft } from './column-draft.ts'
import { fallbackName, planOf, settingsOf } from './draft-plan.ts'

/** Only what is different: a part that someone else may have saved meanwhile is left to them. */
export function changeOf(column: Column, draft: ColumnDraft, columns: readonly Column[]) {
  const others = columns.filter(({ id }) => id !== column.id)
  const plan = planOf(draft, others)
  const settings = settingsOf(draft)
  const typed =
    factOf(column.enrichment) === null &&
    (draft.kind !== column.kind || JSON.stringify(settings) !== JSON.stringify(column.settings))
  const asks = JSON.stringify(plan) !== JSON.stringify(planOf(draftOf(column, columns), others))
  const change = {
    ...(draft.name.trim() && draft.name.trim() !== column.name ? { name: draft.name.trim() } : {}),
    ...(typed ? { kind: draft.kind, settings } : {}),
    ...(plan && asks ? { plan } : {}),
  }
  return { kind: 'column.update' as const, payload: { columnId: column.id, change } }
}

/** In the order in which they were chosen. */
export function additionsOf(draft: ColumnDraft, others: readonly Column[]) {
  const plan = planOf(draft, others)
  // A name that was typed for another method is not the name of a fact.
  const name = draft.method === 'facts' ? null : draft.name.trim() || fallbackName(draft, others)
  const bodies =
    draft.method === 'facts' && !plan
      ? draft.facts.map((fact) => ({ fact }))
      : [
          {
            ...(name ? { name } : {}),
            ...(draft.method === 'facts' ? {} : { kind: draft.kind, settings: settingsOf(draft) }),
            ...(plan ? { plan } : {}),
          },
        ]
  return bodies.map((payload) => ({ kind: 'column.add' as const, payload }))
}
