import { describe, expect, it } from 'vitest'
import { HOSTILE_TEXTS, HOSTILE_WORKBOOKS, SOME_RECORDS } from '../../testing/hostile-files.ts'
import { openFiles } from '../../testing/open-files.ts'

const { outcome } = openFiles()

describe.concurrent('a workbook', () => {
  it.each(HOSTILE_WORKBOOKS)('%s', async (_, body, expected, options) => {
    expect(await outcome(body(), options)).toBe(expected)
  })
})

describe.concurrent('a text file', () => {
  it.each(HOSTILE_TEXTS)('%s', async (_, body, expected, options) => {
    expect(await outcome(body(), options)).toEqual(expected === SOME_RECORDS ? expect.any(Number) : expected)
  })

  it('of one line of a gigabyte that takes no room on the disk', async () => {
    expect(await outcome('name\nAcme\n', {}, 1024 ** 3)).toBe(1)
  })
})
