import { ApiError } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { waitsWords } from './view-waits.tsx'

it('a view that needs the server says so while it cannot be reached, and nothing while it is on its way', () => {
  const away = 'Sorting, filtering and searching need the server, which cannot be reached now.'
  const problem = (status: number) => new ApiError({ title: 'Bad', status, detail: 'No.' } as never)
  expect(waitsWords(null, 'live')).toBeNull()
  expect(waitsWords(null, 'offline')).toBe(away)
  expect(waitsWords(new TypeError('fetch failed'), 'live')).toBe(away)
  expect(waitsWords(problem(503), 'live')).toBe(away)
  expect(waitsWords(problem(400), 'live')).toBe('No.')
})
