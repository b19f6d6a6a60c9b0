import { editCells } from '@enrichify/contracts'
import { describe, expect, it } from 'vitest'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('stops-')

describe('an undo that is refused', () => {
  const toast = (text: string | RegExp) => people.bensPage.locator('[data-sonner-toast]').filter({ hasText: text })
  const write = async (column: number, row: number, text: string) => {
    await people.ben.goTo(at(column, row))
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.type(text, 'Enter')
    await saved
  }
  const undo = async () => {
    const answered = people.ben.answers('POST', /\/undo$/)
    await people.ben.press('Control+z')
    await answered
  }

  it('by its message leaves what the keyboard takes back as it was', async () => {
    await people.open(8)
    await write(2, 2, 'older')
    await people.ben.click(at(0, 0))
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.paste([['one'], ['two']])
    await saved
    await write(0, 5, 'between')
    await write(0, 0, 'retyped')
    await write(0, 1, 'retyped')
    await toast('pasted').getByRole('button', { name: 'Undo' }).click()
    await toast('Not undone: you changed Company of “retyped” since').waitFor()
    await undo()
    await undo()
    await undo()
    await people.ben.shows(at(0, 0), [['one'], ['two'], ['Company 3']])
    expect(await people.stored(0, 5)).toBe('Company 6')
    await undo()
    await people.ben.shows(at(0, 0), [['Company 1'], ['Company 2'], ['Company 3']])
    expect(await people.stored(2, 2)).toBe('older')
  })

  it('by the keyboard stops it, until the person goes past that step', async () => {
    await people.open(8)
    await write(2, 2, 'older')
    await write(0, 0, 'mine')
    await people.asAnn(editCells, {
      params: { id: people.made.websetId },
      body: { edits: [{ rowId: people.made.rowIds[0]!, columnId: people.made.columnIds[0]!, text: 'Theirs' }] },
    })
    await expect.poll(() => people.ben.cell(at(0, 0)).textContent()).toContain('Theirs')
    await undo()
    await toast(/Not undone: Company of “Theirs” was changed by .* meanwhile/).waitFor()
    await undo()
    expect([await people.stored(0, 0), await people.stored(2, 2)]).toEqual(['Theirs', 'older'])
    // The message of the first time goes away.
    await expect.poll(() => toast('Not undone').count()).toBe(1)
    await toast('Not undone').getByRole('button', { name: 'Skip it' }).click()
    await toast('Skipped').waitFor()
    await undo()
    await expect.poll(() => people.stored(2, 2)).toBe('Note 3')
    expect(await people.stored(0, 0)).toBe('Theirs')
  })

  it('an edit that is rejected leaves what can be done again', async () => {
    await people.open(8)
    await write(2, 1, 'undone')
    await undo()
    await people.ben.click(at(2, 0))
    await people.ben.press('Enter')
    await people.ben.editor.fill('too late')
    const heard = people.ben.hears('sheet.changed')
    await people.asAnn(editCells, {
      params: { id: people.made.websetId },
      body: { edits: [{ rowId: people.made.rowIds[0]!, columnId: people.made.columnIds[2]!, text: 'Theirs' }] },
    })
    await heard
    const saved = people.ben.answers('POST', '/commands')
    await people.ben.press('Enter')
    await saved
    await people.bensPage.getByRole('button', { name: /^Take theirs/ }).click()
    const answered = people.ben.answers('POST', /\/redo$/)
    await people.ben.press('Control+Shift+z')
    await answered
    expect(await people.stored(2, 1)).toBe('undone')
  })
})
