import { expect, it } from 'vitest'
import { StoredDrafts, type DraftStore, type StoredDraft } from './stored-drafts.ts'

/** What the browser has, over several visits. */
function browser() {
  const stored = new Map<string | null, StoredDraft>()
  const store: DraftStore = {
    load: () => Promise.resolve([...stored.values()]),
    put: (draft) => Promise.resolve(void stored.set(draft.columnId, draft)),
    remove: (columnId) => Promise.resolve(void stored.delete(columnId)),
  }
  return { stored, visit: () => new StoredDrafts(store) }
}
const draft = (columnId: string | null, text: string): StoredDraft => ({
  columnId,
  base: { column: null, version: 3 },
  draft: { question: text },
})

it('what was typed in an editor is there in the next visit, column by column, until it is removed', async () => {
  const { stored, visit } = browser()
  const first = visit()
  first.put(draft('c1', 'Who'))
  first.put(draft('c1', 'Who runs it?'))
  first.put(draft(null, 'Where?'))
  const next = visit()
  expect(await next.restore()).toEqual([draft('c1', 'Who runs it?'), draft(null, 'Where?')])
  expect([next.of('c1'), next.of('c2')]).toEqual([draft('c1', 'Who runs it?'), null])
  next.remove('c1')
  expect([next.of('c1'), [...stored.keys()]]).toEqual([null, [null]])
})

it('what was typed since is newer than what an earlier visit left', async () => {
  const { visit } = browser()
  visit().put(draft('c1', 'Who'))
  const next = visit()
  next.put(draft('c1', 'Where'))
  expect([await next.restore(), next.of('c1')]).toEqual([[], draft('c1', 'Where')])
})
