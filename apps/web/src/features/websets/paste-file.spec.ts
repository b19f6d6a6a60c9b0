import { expect, it } from 'vitest'
import { pasteFile } from './paste-file.ts'

it('a list becomes CSV in which no name is divided', async () => {
  const file = pasteFile('Miller, Sons & Co\r\n\r\n  The "Best" Bakery; Leeds\nacme.com')
  expect(file.name).toBe('Pasted list.csv')
  expect(await file.text()).toBe('"Miller, Sons & Co"\n"The ""Best"" Bakery; Leeds"\n"acme.com"\n')
})

it('a table stays as it was pasted', async () => {
  const text = 'company\twebsite\n"Acme, Ltd"\tacme.com\n'
  const file = pasteFile(text)
  expect([file.name, await file.text()]).toEqual(['Pasted list.tsv', text])
})
