import { expect, it } from 'vitest'
import { readPath } from './read-path.ts'
import { searchQuery } from './search-query.ts'

it.each([
  ['Alder Works', ['In which year was it founded?'], 'Alder Works year founded'],
  ['Alder Works', ['Who works there, and who is the owner?'], 'Alder Works owner'],
  [
    'Müller & Söhne',
    ['Wie heißt der Geschäftsführer?', 'Wie heißt der Geschäftsführer?'],
    'Müller & Söhne heißt Geschäftsführer',
  ],
  ['', ['?!'], ''],
])('%s %j is searched as “%s”', (entity, questions, query) => expect(searchQuery(entity, questions)).toBe(query))
it('is bounded however much is asked', () =>
  expect(searchQuery('A'.repeat(500), ['word '.repeat(500)]).length).toBeLessThanOrEqual(300))

it.each<[unknown, string, unknown]>([
  [{ a: [{ b: 1 }] }, 'a[0].b', 1],
  [{ a: [{ b: 1 }] }, '$.a.0.b', 1],
  [{ a: 1 }, '', { a: 1 }],
  [{ a: null }, 'a.b', undefined],
  [{}, '__proto__.polluted', undefined],
  [[1, 2], 'length', 2],
  ['text', 'length', undefined],
])('in %j at “%s” is %j', (json, path, value) => expect(readPath(json, path)).toEqual(value))
