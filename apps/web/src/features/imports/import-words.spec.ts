import type { ImportJob } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { importTitle, importWords } from './import-words.ts'

const job = (change: Partial<ImportJob>) =>
  importWords({
    state: 'finished',
    rows: 0,
    updated: 0,
    notUpdated: 0,
    folded: 0,
    leftOut: 0,
    emptyLines: 0,
    ...change,
  } as ImportJob)

it('says what was added, updated and left out', () => {
  expect(job({ rows: 1200 })).toBe('1,200 rows added')
  expect(job({ updated: 3 })).toBe('3 updated')
  expect(job({ rows: 1, updated: 2, leftOut: 4 })).toBe(
    '1 row added · 2 updated · 4 left out, because several rows have the same value',
  )
  expect(job({})).toBe('0 rows added')
})

it('says what became of the sheet when the import was cancelled', () => {
  expect(job({ state: 'cancelled' })).toContain('as it was before')
})

it('an import that was undone says so, and one that was done again is as before', () => {
  const words = (isUndone: boolean, isPartlyUndone = false) => {
    const action = { id: 'a', size: 1, isUndone, isPartlyUndone }
    const item = { state: 'finished', rows: 1, updated: 0, leftOut: 0, action } as ImportJob
    return `${importTitle(item)}: ${importWords(item)}`
  }
  expect(words(true)).toBe('Import undone: nothing of the file is in the sheet any more')
  expect(words(true, true)).toBe('Import undone in part: what someone changed since then stays')
  expect(words(false)).toBe('Imported: 1 row added')
})

it('says what was put together, not updated, and empty', () => {
  expect(job({ rows: 1, notUpdated: 1, folded: 2, emptyLines: 1 })).toBe(
    '1 row added · 1 not updated, because no value of theirs fits · ' +
      '2 put together with an earlier line of the same value · 1 empty line left out',
  )
})
