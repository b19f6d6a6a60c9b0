import { expect, it } from 'vitest'
import { runMend } from './run-mend.ts'

const run = (state: string, message: string | null, empty = {}) =>
  ({ state, message, counts: { verified: 0, cited: 0, asserted: 0, kept: 0, empty } }) as never

it('knows what mends a run that stopped', () => {
  expect(runMend(run('running', 'The budget was reached'))).toBeNull()
  expect(runMend(run('paused', null))).toBeNull()
  expect(runMend(run('paused', 'The run’s budget of $1.00 was reached.'))).toBe('budget')
  expect(runMend(run('finished', 'The budget was reached: 4 cells stayed empty.'))).toBe('again')
  expect(runMend(run('finished', null, { budget_reached: 4 }))).toBe('again')
  expect(runMend(run('paused', 'The service does not accept the key. Replace it under Settings, Providers.'))).toBe(
    'provider',
  )
  expect(runMend(run('finished', null, { needs_model: 2 }))).toBe('provider')
  expect(runMend(run('finished', null, { provider_error: 2 }))).toBe('again')
  expect(runMend(run('finished', null, { not_on_page: 2 }))).toBeNull()
})
