import type { Principal } from '@enrichify/domain'
import { describe, expect, it } from 'vitest'
import { useCommandBench } from '../testing/command-bench.ts'
import { WebsetsService } from './websets.service.ts'

const bench = useCommandBench()
const { member, openSheet, run, undo, version } = bench

/** A sheet, two people who have its editor open on the same version, and a column that asks. */
async function open() {
  const ann = await member()
  const ben = await member('editor', ann)
  const sheet = await openSheet(ann)
  const { websetId } = sheet
  const [asking] = (await run(ann, websetId, 'column.add', { name: 'Makes', question: 'What does it make?' })).columns
  const columnId = asking!.id
  const seen = await version(ben, sheet)
  const save = (who: Principal, change: object, more = {}) =>
    run(who, websetId, 'column.update', { columnId, change }, more)
  const stored = async () =>
    (await bench.services.get(WebsetsService).get(ann, websetId)).columns.find(({ id }) => id === columnId)
  return { ann, ben, sheet, seen, columnId, save, stored }
}

describe('two people in the editor of one column', () => {
  it('the later save of what the other saved is refused as a whole, and says who was first', async () => {
    const { ann, ben, seen, columnId, save, stored } = await open()
    const first = await save(ann, { question: 'What does it sell?' }, { baseVersion: seen })
    const late = await save(ben, { question: 'Who runs it?', name: 'Owner' }, { baseVersion: seen })
    expect(late).toMatchObject({
      actionId: null,
      size: 0,
      refused: [
        {
          columnId,
          rowId: null,
          reason: 'changed_since',
          detail: 'The question of “Makes” was changed by Member manager meanwhile.',
          theirs: { by: 'Member manager', version: first.version },
        },
      ],
    })
    // The answer has the column as it is now, so that the editor can show it.
    expect(late.columns).toMatchObject([
      { id: columnId, name: 'Makes', enrichment: { question: 'What does it sell?' } },
    ])
    expect(await stored()).toMatchObject({ name: 'Makes', enrichment: { question: 'What does it sell?' } })
    // On what is there now, it is a choice.
    await save(ben, { question: 'Who runs it?' }, { baseVersion: late.version })
    expect(await stored()).toMatchObject({ enrichment: { question: 'Who runs it?' } })
  })

  it.each([
    ['type', { kind: 'number' }, { kind: 'list' }],
    ['name', { name: 'Products' }, { name: 'Goods' }],
    ['options', { settings: { options: ['a'] } }, { settings: { options: ['b'] } }],
  ])('the %s is such a thing', async (what, theirs, mine) => {
    const { ann, ben, seen, save } = await open()
    await save(ann, theirs)
    const { size, refused } = await save(ben, mine, { baseVersion: seen })
    expect([size, refused.map(({ detail }) => detail)]).toEqual([
      0,
      [expect.stringMatching(new RegExp(`^The ${what} of “.+” was changed by Member manager meanwhile\\.$`))],
    ])
  })

  it('a save goes through when the other changed something else of the column', async () => {
    const { ann, ben, seen, save, stored } = await open()
    await save(ann, { name: 'Products', width: 300, position: 0 })
    expect(await save(ben, { question: 'Who runs it?', width: 200 }, { baseVersion: seen })).toMatchObject({
      size: 1,
      refused: [],
    })
    expect(await stored()).toMatchObject({ name: 'Products', enrichment: { question: 'Who runs it?' } })
  })

  it('a save goes through when the other saved the same, or took their change back', async () => {
    const { ann, ben, sheet, seen, save, stored } = await open()
    await save(ann, { question: 'Who runs it?' })
    expect((await save(ben, { question: 'Who runs it?' }, { baseVersion: seen })).refused).toEqual([])
    const again = await version(ben, sheet)
    await undo(ann, sheet, await save(ann, { question: 'What does it sell?' }))
    await save(ben, { question: 'Where is it?' }, { baseVersion: again })
    expect(await stored()).toMatchObject({ enrichment: { question: 'Where is it?' } })
  })

  it('an undo by the other is a change, and what the same page did is none', async () => {
    const { ann, ben, sheet, save } = await open()
    const done = await save(ann, { question: 'What does it sell?' })
    const seen = await version(ben, sheet)
    await undo(ann, sheet, done)
    expect((await save(ben, { question: 'Who runs it?' }, { baseVersion: seen })).refused).toHaveLength(1)
    const page = { clientId: 'page', baseVersion: await version(ben, sheet) }
    await save(ben, { question: 'Who runs it?' }, page)
    expect((await save(ben, { question: 'Where is it?' }, page)).refused).toEqual([])
  })
})
