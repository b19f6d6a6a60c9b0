import { expect, it } from 'vitest'
import { measure, overall } from './measure.ts'

it('an optional part that is down degrades, a required one takes the whole down', async () => {
  const up = await measure(false, async () => {})
  const optional = await measure(true, () => Promise.reject(new Error('x')))
  const required = await measure(false, () => Promise.reject(new Error('secret://host')))
  expect(overall({ up })).toBe('ok')
  expect(overall({ up, optional })).toBe('degraded')
  expect(overall({ up, optional, required })).toBe('down')
  expect(JSON.stringify(required)).not.toContain('secret')
})
it('a probe that hangs is down', async () => {
  expect(await measure(false, () => new Promise(() => {}), 1)).toMatchObject({ status: 'down', message: 'timed out' })
})
it('a full disk is told in words', async () => {
  const full = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
  expect(await measure(false, full)).toMatchObject({ status: 'down', message: 'the disk is full' })
})
