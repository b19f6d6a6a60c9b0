// @vitest-environment jsdom
import type { Column, Webset } from '@enrichify/contracts'
import { defaultRungs } from '@enrichify/domain'
import { act, renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { StoredDrafts } from '../../document/stored-drafts.ts'
import { draftOf, moved } from './column-draft.ts'
import { partsBetween } from './column-parts.ts'
import { changeOf } from './draft-commands.ts'
import { useKeptDraft } from './use-kept-draft.ts'
import { useSharedDraft } from './use-shared-draft.ts'

const company = { id: 'c1', name: 'Company', kind: 'text', settings: {}, enrichment: null } as unknown as Column
const asking = (question: string, change: Partial<Column> = {}): Column => ({
  id: 'c2',
  name: 'Makes',
  kind: 'text',
  position: 1,
  width: 180,
  settings: {},
  enrichment: {
    method: 'answer',
    question,
    fact: null,
    dataFact: null,
    rungs: defaultRungs(null),
    stop: 'verified',
    examples: true,
    condition: null,
  },
  ...change,
})
const at = (version: number, column: Column) => ({ version, columns: [company, column] }) as unknown as Webset

/** The editor of “Makes”, opened at version 5. */
function open(opened: 'it' | 'a new one' = 'it') {
  const first = asking('What does {c1} make?')
  const { result, rerender } = renderHook(({ webset }) => useSharedDraft(opened === 'it' ? first : null, webset), {
    initialProps: { webset: at(5, first) },
  })
  return {
    now: () => result.current,
    type: (change: object) => act(() => result.current.setDraft({ ...result.current.draft, ...change })),
    deleted: (version: number) => act(() => rerender({ webset: { version, columns: [company] } as unknown as Webset })),
    saved: (version: number, column: Column) => act(() => rerender({ webset: at(version, column) })),
    act: (run: () => void) => act(run),
  }
}

describe('a column in the editor that someone else saves', () => {
  it('follows what they changed, where the person has typed nothing', () => {
    const { now, saved } = open()
    saved(6, asking('Who runs {c1}?'))
    expect(now()).toMatchObject({
      conflict: null,
      isChanged: false,
      followed: { parts: ['plan'], since: 5 },
      draft: { question: 'Who runs {Company}?' },
      base: { version: 6 },
    })
  })

  it('keeps what was typed in one part, and follows the others', () => {
    const { now, type, saved } = open()
    type({ question: 'Where is {Company}?' })
    saved(6, asking('What does {c1} make?', { name: 'Products', kind: 'list' }))
    expect(now()).toMatchObject({
      conflict: null,
      followed: { parts: ['name', 'type'] },
      draft: { name: 'Products', kind: 'list', question: 'Where is {Company}?' },
    })
    const { base, draft } = now()
    // A save says nothing of what the other person changed.
    expect(Object.keys(changeOf(base.column!, draft, [company, base.column!]).payload.change)).toEqual(['plan'])
  })

  it('is a conflict where both changed the same: what was typed stays until the person chooses', () => {
    const { now, type, saved, act: run } = open()
    type({ question: 'Where is {Company}?' })
    saved(6, asking('Who runs {c1}?', { name: 'Owner' }))
    expect(now()).toMatchObject({
      conflict: { parts: ['plan'], theirs: { version: 6 } },
      draft: { question: 'Where is {Company}?' },
      base: { version: 5 },
    })
    run(() => now().takeMine(now().conflict!))
    expect(now()).toMatchObject({
      conflict: null,
      isChanged: true,
      draft: { question: 'Where is {Company}?', name: 'Owner' },
      base: { version: 6 },
    })
    saved(7, asking('When was {c1} founded?', { name: 'Owner' }))
    run(() => now().takeTheirs(now().conflict!))
    expect(now()).toMatchObject({
      conflict: null,
      isChanged: false,
      draft: { question: 'When was {Company} founded?' },
      base: { version: 7 },
    })
  })

  it('is a conflict when the server says so before any event', () => {
    const { now, type, act: run } = open()
    type({ question: 'Where is {Company}?' })
    run(() => now().refused({ column: asking('Who runs {c1}?'), version: 8 }))
    expect(now()).toMatchObject({ conflict: { parts: ['plan'], theirs: { version: 8 } } })
  })

  it('is no conflict where both typed the same, and the person’s own save is none', () => {
    const { now, type, saved, act: run } = open()
    type({ question: 'Who runs {Company}?' })
    saved(6, asking('Who runs {c1}?'))
    expect(now()).toMatchObject({ conflict: null, isChanged: false })
    type({ question: 'Where is {Company}?' })
    run(() => now().wasSaved(asking('Where is {c1}?'), 8))
    saved(7, asking('Who runs {c1}?'))
    expect(now()).toMatchObject({ conflict: null, isChanged: false, draft: { question: 'Where is {Company}?' } })
  })
})

describe('a column in the editor that goes to the trash', () => {
  it('is gone until it is back, and what was typed stays', () => {
    const { now, type, saved, deleted } = open()
    type({ question: 'Where is {Company}?' })
    saved(6, asking('What does {c1} make?'))
    expect(now().gone).toBeNull()
    deleted(8)
    expect(now()).toMatchObject({ gone: { since: 6 }, isChanged: true, draft: { question: 'Where is {Company}?' } })
    saved(9, asking('What does {c1} make?'))
    expect(now()).toMatchObject({ gone: null, conflict: null, draft: { question: 'Where is {Company}?' } })
  })

  it('is not gone while it is new, or was added a moment ago', () => {
    const { now, act: run, deleted } = open('a new one')
    expect(now().gone).toBeNull()
    run(() => now().wasSaved(asking('Where is {c1}?', { id: 'c3' }), 7))
    expect(now().gone).toBeNull()
    deleted(8)
    expect(now().gone).toEqual({ since: 5 })
  })
})

it('knows which parts differ, and not how they were written', () => {
  const { draft } = open().now()
  const to = (change: object) => partsBetween(draft, { ...draft, ...change }, [company])
  expect(to({ question: ' What does {company} make? ', name: ' Makes ' })).toEqual([])
  expect(to({ rungs: moved(draft.rungs, 0, 1) })).toEqual(['plan'])
  expect(to({ kind: 'number' })).toEqual(['type'])
  expect(to({ name: 'Products', condition: '{Company} = "x"' })).toEqual(['name', 'plan'])
})

describe('a draft of an earlier visit', () => {
  const first = asking('What does {c1} make?')
  const typed = { ...draftOf(first, [company]), question: 'Who runs {Company}?' }
  const stored = { columnId: 'c2', base: { column: first, version: 5 }, draft: typed }
  const openAgain = (webset: Webset) => renderHook(() => useSharedDraft(first, webset, stored)).result

  it('is in the editor again, on the column as the person saw it', () => {
    expect(openAgain(at(9, first)).current).toMatchObject({
      isChanged: true,
      conflict: null,
      draft: { question: 'Who runs {Company}?' },
    })
  })

  it('is held against what others saved meanwhile, and can be discarded', () => {
    const result = openAgain(at(9, asking('Where is {c1}?')))
    expect(result.current).toMatchObject({ isChanged: true, conflict: { parts: ['plan'] } })
    act(() => result.current.startOver())
    expect(result.current).toMatchObject({
      isChanged: false,
      conflict: null,
      draft: { question: 'Where is {Company}?' },
    })
  })
})

describe('what is typed in the editor', () => {
  it('is stored with each change, but the headers of a request, and forgotten when nothing is changed any more', () => {
    const drafts = new StoredDrafts({
      load: () => Promise.resolve([]),
      put: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    })
    const first = asking('What does {c1} make?')
    const { result } = renderHook(() => {
      const shared = useSharedDraft(first, at(5, first))
      useKeptDraft(drafts, shared, false)
      return shared
    })
    const type = (change: object) => act(() => result.current.setDraft({ ...result.current.draft, ...change }))
    expect(drafts.of('c2')).toBeNull()
    const { request } = result.current.draft
    type({ question: 'Who?', request: { ...request, headers: 'Authorization: Bearer secret' } })
    expect(drafts.of('c2')).toMatchObject({
      base: { version: 5, column: { id: 'c2' } },
      draft: { question: 'Who?', request: { headers: '' } },
    })
    type({ question: 'What does {Company} make?' })
    expect(drafts.of('c2')).toBeNull()
  })
})
