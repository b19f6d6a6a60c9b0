import { addColumn, deleteColumn, getWebset, updateColumn } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { handsOf } from './sheets/hands.ts'
import { at, TwoPeople } from './sheets/two-people.ts'

const people = TwoPeople.forFile('column-saves-')
const { pictures, toast } = handsOf(people)

it('two people in the editor of one column: the later one is told at once, and chooses', async () => {
  await people.open(3)
  const { bensPage: page, asAnn, made } = people
  const params = { id: made.websetId }
  const { id: columnId } = await asAnn(addColumn, { params, body: { name: 'Makes', question: 'What does it make?' } })
  // With its place on the screen.
  await people.ben.open(people.visit.address)
  const annAsks = (question: string) => asAnn(updateColumn, { params: { ...params, columnId }, body: { question } })
  const stored = async () => {
    const column = (await asAnn(getWebset, { params })).columns.find(({ id }) => id === columnId)
    return column?.enrichment?.method === 'answer' ? column.enrichment.question : null
  }
  const question = page.getByLabel('Question, asked for every row')
  const told = page.getByRole('alert').filter({ hasText: /^ann changed the question/ })
  const edit = async () => {
    const { x, y } = await people.ben.point(at(3, 0))
    await page.mouse.click(x, y - 34, { button: 'right' })
    await page.getByRole('menuitem', { name: 'Edit the column…' }).click()
    await question.waitFor()
  }

  await edit()
  await question.fill('Who runs it?')
  await annAsks('What does it sell?')
  await told.waitFor()
  await people.visit.picture('told', page)
  expect(await question.inputValue()).toBe('Who runs it?')
  expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
  await told.getByRole('button', { name: 'Take theirs' }).click()
  expect(await question.inputValue()).toBe('What does it sell?')

  await question.fill('Where is it?')
  await annAsks('When was it founded?')
  await told.waitFor()
  const saved = people.ben.answers('POST', '/commands')
  await told.getByRole('button', { name: 'Save mine' }).click()
  await saved
  expect(await stored()).toBe('Where is it?')

  await edit()
  await question.fill('Who owns it?')
  await asAnn(deleteColumn, { params: { ...params, columnId } })
  const gone = page.getByRole('alert').filter({ hasText: 'moved this column to the trash' })
  await gone.waitFor()
  await people.visit.picture('gone', page)
  expect(await gone.textContent()).toMatch(/^ann moved this column/)
  expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0)
  await gone.getByRole('button', { name: 'Bring it back' }).click()
  await gone.waitFor({ state: 'hidden' })
  expect(await question.inputValue()).toBe('Who owns it?')
  const kept = people.ben.answers('POST', '/commands')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await kept
  expect(await stored()).toBe('Who owns it?')
})

it('what is typed in the editor and not saved outlives a reload and Back, until it is discarded', async () => {
  await people.open(3)
  const { bensPage: page, asAnn, made, ben } = people
  const params = { id: made.websetId }
  await asAnn(addColumn, { params, body: { name: 'Makes', question: 'What does it make?' } })
  await ben.open(people.visit.address)
  const question = page.getByLabel('Question, asked for every row')
  const back = page.getByText('What you typed here earlier is back.')
  const { x, y } = await ben.point(at(3, 0))
  await page.mouse.click(x, y - 34, { button: 'right' })
  await page.getByRole('menuitem', { name: 'Edit the column…' }).click()
  await question.fill('Who runs it, and since when?')
  await page.reload()
  await toast('What you typed for the column “Makes” is not saved yet.')
    .getByRole('button', { name: 'Open it' })
    .click()
  await back.waitFor()
  expect(await question.inputValue()).toBe('Who runs it, and since when?')
  await pictures('draft-is-back')

  await question.fill('Who runs it?')
  await page.goto(`${people.visit.address}/`)
  await page.goBack()
  await toast('What you typed for the column “Makes” is not saved yet.')
    .getByRole('button', { name: 'Open it' })
    .click()
  expect(await question.inputValue()).toBe('Who runs it?')
  await page.getByRole('button', { name: 'Discard it' }).click()
  expect(await question.inputValue()).toBe('What does it make?')
  await page.reload()
  await ben.shows(at(0, 0), [['Company 1']])
  expect(await toast('is not saved yet').count()).toBe(0)
})
