import type { Column } from '@enrichify/contracts'
import { defaultRungs } from '@enrichify/domain'
import { expect, it } from 'vitest'
import { draftOf, newDraft, withFacts } from './column-draft.ts'
import { fallbackName, planOf, settingsOf } from './draft-plan.ts'

const columns = [
  { id: 'c1', name: 'Company' },
  { id: 'c2', name: 'City' },
]
const column = (enrichment: Column['enrichment'], more: Partial<Column> = {}): Column => ({
  id: 'c3',
  name: 'Offer',
  kind: 'text',
  position: 2,
  width: 180,
  settings: {},
  enrichment,
  ...more,
})
const answered: Column['enrichment'] = {
  method: 'answer',
  question: 'What does {c1} sell?',
  fact: null,
  dataFact: null,
  rungs: defaultRungs(null),
  stop: 'cited',
  examples: false,
  condition: '{c2} = "Bonn"',
}

it('shows columns by their names, and sends them by their ids', () => {
  const draft = draftOf(column(answered), columns)
  expect([draft.question, draft.condition]).toEqual(['What does {Company} sell?', '{City} = "Bonn"'])
  expect(planOf(draft, columns)).toEqual(answered)
})

it('gives every kind of plan back as it came', () => {
  const plans: NonNullable<Column['enrichment']>[] = [
    {
      method: 'score',
      criteria: [{ name: 'Family', question: 'Is {c1} family-run?', weight: 30 }],
      rungs: defaultRungs(null).slice(1),
      condition: null,
    },
    { method: 'formula', formula: 'LEN({c1})', condition: null },
    { method: 'merge', columns: ['c2', 'c1'], condition: null },
    {
      method: 'http',
      request: {
        verb: 'POST',
        url: 'https://a.example/{c1}',
        headers: { 'X-City': '{c2}', Accept: 'a/b; q=1' },
        body: '{"n":"{c1}"}',
        path: 'a.0',
      },
      condition: null,
    },
  ]
  for (const plan of plans) expect(planOf(draftOf(column(plan), columns), columns)).toEqual(plan)
})

it('has no plan for a plain column and for several facts at once', () => {
  expect(planOf({ ...newDraft(), method: 'plain' }, columns)).toBeNull()
  expect(planOf(withFacts(newDraft(), ['phone', 'email']), columns)).toBeNull()
  expect(planOf(withFacts(newDraft(), ['phone']), columns)).toMatchObject({
    fact: 'phone',
    dataFact: 'company.phone',
    rungs: defaultRungs('phone'),
  })
})

it('has the options of a choice, one per line', () => {
  const draft = draftOf(column(answered), columns)
  expect(settingsOf({ ...draft, kind: 'choice', options: 'a\n\n b ' })).toEqual({ options: ['a', 'b'] })
})

it('names a column that has no name', () => {
  const draft = newDraft()
  expect([
    fallbackName({ ...draft, method: 'merge', columns: ['c2'] }, columns),
    fallbackName(
      { ...draft, method: 'http', request: { ...draft.request, url: 'https://api.example.com/{Company}' } },
      columns,
    ),
    fallbackName(draft, columns),
  ]).toEqual(['Best City', 'api.example.com', null])
})
