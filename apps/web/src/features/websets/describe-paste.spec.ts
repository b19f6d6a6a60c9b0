import { expect, it } from 'vitest'
import { describePaste } from './describe-paste.ts'

it('names a paste after its first line', () => {
  expect(describePaste('https://www.example.com/a\n\nexample.org\n')).toEqual({
    lines: 2,
    name: 'example.com and 1 more',
  })
  expect(describePaste('Ada Dental\tLeeds')).toEqual({ lines: 1, name: 'Ada Dental' })
  expect(describePaste(' \n')).toEqual({ lines: 0, name: 'Pasted list' })
})
