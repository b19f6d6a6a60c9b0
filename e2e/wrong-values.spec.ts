import { afterAll, beforeAll, expect, it } from 'vitest'
import { OwnVisit } from './setup/visit.ts'

interface Mark {
  state: string
  candidates?: number
}

/** In a product of its own: the sample has pages that answer. */
let visit: OwnVisit
beforeAll(async () => void (visit = await OwnVisit.open({ pictures: 'wrong-' })))
afterAll(() => visit?.close())

it('gives a value back that a run has put aside as wrong, by undo and by the button', async () => {
  await visit.openSample()
  const { page } = visit
  const sheet = page.url().split('?')[0]!
  const websetId = /websets\/([0-9a-f-]+)/.exec(sheet)![1]!
  const { columns } = await visit.ask<{ columns: { id: string; name: string }[] }>(`/websets/${websetId}`)
  const postal = columns.find(({ name }) => name === 'Postal code')!.id
  const cellOf = (row: number, column: string) =>
    visit.ask<{ value: unknown }>(`/websets/${websetId}/cells/${row}/${column}`)
  const { rows } = await visit.ask<{ rows: { id: number; marks: Record<string, Mark> }[] }>(
    `/websets/${websetId}/rows?limit=50`,
  )
  const isPlain = ({ state, candidates }: Mark) => state === 'verified' && candidates === 1
  const { id: rowId } = rows.find(({ marks }) => marks[postal] && isPlain(marks[postal]))!
  const { value } = await cellOf(rowId, postal)
  await page.goto(`${sheet}?cell=${rowId}.${postal}`)
  const panel = page.getByRole('complementary', { name: 'Postal code' })
  await panel.getByRole('group', { name: 'Is it right?' }).waitFor()
  await page.keyboard.press('Alt+Backspace')
  await panel.getByText('You marked it as wrong').waitFor()
  await panel.getByText('Judged wrong by a person').waitFor()
  await page.getByText('judged wrong by a person').first().waitFor({ state: 'attached' })
  await visit.picture('judged-wrong')
  const scope = { kind: 'rows', rowIds: [rowId] }
  await visit.ask(`/websets/${websetId}/enrich`, { columnIds: [postal], scope, again: true })
  const back = panel.getByText('Press again to take that back')
  await back.waitFor()
  await visit.picture('put-aside')
  await page.keyboard.press('Control+z')
  await back.waitFor({ state: 'detached' })
  await expect.poll(() => cellOf(rowId, postal)).toMatchObject({ value, verdict: null, mark: { state: 'verified' } })
  await page.keyboard.press('Control+Shift+z')
  await back.waitFor()
  expect(await cellOf(rowId, postal)).toMatchObject({ value: null, verdict: 'wrong', mark: { state: 'empty' } })
  await panel.getByRole('button', { name: /^Wrong/ }).click()
  await back.waitFor({ state: 'detached' })
  await expect.poll(() => cellOf(rowId, postal)).toMatchObject({ value, verdict: null, mark: { state: 'verified' } })
})
