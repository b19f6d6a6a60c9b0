import { expect, it } from 'vitest'
import { localPath } from './local-path.ts'

it.each([
  ['/websets/1?sort=c1:asc', '/websets/1?sort=c1:asc'],
  [null, '/'],
  ['https://example.com', '/'],
  ['//example.com', '/'],
  ['/\\example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/', '/'],
])('%s leads to %s', (next, path) => {
  expect(localPath(next)).toBe(path)
})
