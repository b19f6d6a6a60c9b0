import { expect, it } from 'vitest'
import { sourceWords } from './source-words.ts'

it('names sources', () => {
  expect(
    ['structured:json-ld', 'patterns:pattern', 'model:openai/gpt', 'merge:Old phone', 'http:api.example', null].map(
      sourceWords,
    ),
  ).toEqual([
    'Page data, schema.org data',
    'Page text',
    'Model, openai/gpt',
    'the column Old phone',
    'api.example',
    'a page',
  ])
})
