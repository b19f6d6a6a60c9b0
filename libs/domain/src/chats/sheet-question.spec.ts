import { describe, expect, it } from 'vitest'
import { readSheetQuestion, type SheetQuestionColumn } from './sheet-question.ts'

const columns: SheetQuestionColumn[] = [
  { id: 'c1', name: 'Company', kind: 'text' },
  { id: 'c2', name: 'Phone', kind: 'phone' },
  { id: 'c3', name: 'Employees', kind: 'number' },
  { id: 'c4', name: 'Country', kind: 'text' },
  { id: 'c5', name: 'E-mail', kind: 'email' },
  { id: 'c6', name: 'Founded on', kind: 'date' },
]
const read = (question: string) => readSheetQuestion(question, columns)
const count = (...filters: object[]) => ({ kind: 'count', filters })

describe('a question over the sheet', () => {
  it.each<[string, object]>([
    ['How many rows have no phone?', count({ column: 'c2', op: 'empty' })],
    ['how many rows are there', count()],
    ['How many companies?', count()],
    ['How many companies have a phone number?', count({ column: 'c2', op: 'not_empty' })],
    ['how many rows without an e-mail', count({ column: 'c5', op: 'empty' })],
    ['How many rows are missing "Phone"?', count({ column: 'c2', op: 'empty' })],
    ['How many don’t have a phone?', count({ column: 'c2', op: 'empty' })],
    ['Count rows where country is Germany', count({ column: 'c4', op: 'equals', value: 'germany' })],
    [
      'how many rows have country is not Germany and no phone',
      count({ column: 'c4', op: 'not_equals', value: 'germany' }, { column: 'c2', op: 'empty' }),
    ],
    ['How many companies have more than 50 employees?', count({ column: 'c3', op: 'greater', value: '50' })],
    ['how many rows where employees is over 1,200', count({ column: 'c3', op: 'greater', value: '1200' })],
    ['How many have employees below 2k?', count({ column: 'c3', op: 'less', value: '2000' })],
    ['how many verified phones are there?', count({ column: 'c2', op: 'state', value: 'verified' })],
    ['How many rows have a verified phone?', count({ column: 'c2', op: 'state', value: 'verified' })],
    [
      'how many rows where company contains research and development',
      count({ column: 'c1', op: 'contains', value: 'research and development' }),
    ],
    ['How many companies were there founded', null as never],
    [
      'Show rows with no e-mail and no phone',
      {
        kind: 'list',
        filters: [
          { column: 'c5', op: 'empty' },
          { column: 'c2', op: 'empty' },
        ],
      },
    ],
    ['Which companies have no phone?', { kind: 'list', filters: [{ column: 'c2', op: 'empty' }] }],
    ['What is the average number of employees?', { kind: 'measure', measure: 'average', column: 'c3', filters: [] }],
    [
      'median employees where country is France',
      { kind: 'measure', measure: 'median', column: 'c3', filters: [{ column: 'c4', op: 'equals', value: 'france' }] },
    ],
    ['earliest founded on', { kind: 'measure', measure: 'min', column: 'c6', filters: [] }],
    ['How many rows per country?', { kind: 'group', column: 'c4', filters: [] }],
    ['count by country with a phone', { kind: 'group', column: 'c4', filters: [{ column: 'c2', op: 'not_empty' }] }],
  ])('%s', (question, expected) => expect(read(question)).toEqual(expected))

  it.each([
    'Who is the best of them?',
    'How many rows have no fax?',
    'How many rows have no phone or no e-mail?',
    'average company',
    'Delete all rows',
    'Why?',
    '',
    'how many rows where country is Germany and are nice to work with in employees',
  ])('%s is not understood, and so not answered', (question) => expect(read(question)).toBeNull())
})
