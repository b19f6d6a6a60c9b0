import type { Column } from '@enrichify/contracts'
import { defaultRungs } from '@enrichify/domain'
import { expect, it } from 'vitest'
import {
  draftOf,
  fallbackName,
  fieldOf,
  isSameDraft,
  missingIn,
  moved,
  newDraft,
  planOf,
  settingsOf,
  withFacts,
  withMethod,
} from './column-draft.ts'

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
const asked: Column['enrichment'] = {
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
  const draft = draftOf(column(asked), columns)
  expect([draft.question, draft.condition]).toEqual(['What does {Company} sell?', '{City} = "Bonn"'])
  expect(planOf(draft, columns)).toEqual(asked)
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

it('takes the ladder that fits to the method', () => {
  const score = withMethod(newDraft(), 'score')
  expect(score.rungs.map(({ kind }) => kind)).toEqual(['model', 'search', 'agent'])
  expect(score.kind).toBe('number')
  expect(withMethod(score, 'question')).toMatchObject({ kind: 'text', rungs: defaultRungs(null) })
})

it('says what is missing', () => {
  const draft = newDraft()
  expect(missingIn(draft)).toMatch(/fact/)
  expect(missingIn({ ...draft, method: 'question', question: 'Why?' })).toBeNull()
  expect(missingIn({ ...draft, method: 'question', question: 'Why?', rungs: [] })).toMatch(/rung/)
  expect(
    missingIn({ ...draft, method: 'score', criteria: [{ key: 'a', name: 'A', question: 'Is it?', weight: '101' }] }),
  ).toMatch(/weight/)
})

it('knows what was changed', () => {
  const draft = draftOf(column(asked), columns)
  expect(isSameDraft(draft, { ...draft, question: ' What does {company} sell? ' }, columns)).toBe(true)
  expect(isSameDraft(draft, { ...draft, rungs: moved(draft.rungs, 0, 1) }, columns)).toBe(false)
  expect(settingsOf({ ...draft, kind: 'choice', options: 'a\n\n b ' })).toEqual({ options: ['a', 'b'] })
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
})

it('names what nobody named', () => {
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

it('puts a refusal to its field', () => {
  const draft = newDraft()
  expect(fieldOf('bad_formula', { ...draft, method: 'formula', formula: 'X(' })).toBe('method')
  expect(fieldOf('bad_formula', { ...draft, method: 'question', condition: 'X(' })).toBe('condition')
  expect([fieldOf('column_cycle', draft), fieldOf('too_many_columns', draft)]).toEqual(['method', null])
})
