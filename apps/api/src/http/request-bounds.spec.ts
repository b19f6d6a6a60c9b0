import { createWebset, runCommand } from '@enrichify/contracts'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { InvalidRequest } from './invalid-request.ts'
import { longList, storable } from './request-bounds.ts'

const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown

it('takes what is nested as deeply as people nest, and refuses what would end the stack', () => {
  expect(storable(nested(50))).toEqual(nested(50))
  expect(() => storable({ z: nested(6000) })).toThrow(InvalidRequest)
})

it('removes what cannot be stored, also from names', () => {
  expect(storable({ 'a\0': ['b\0', '\ud800'] })).toEqual({ a: ['b', '\ufffd'] })
})

it('finds a list that is too long before its items are read', () => {
  const list = (items: number) => Array.from({ length: items }, () => ({ name: 'x' }))
  expect(longList(createWebset.body, { name: 'p', columns: list(3) })).toBeNull()
  expect(longList(createWebset.body, { name: 'p', columns: list(300_000) })).toMatchObject({ path: ['columns'] })
  const long = z.object({ parts: z.array(z.object({ ids: z.array(z.number()).max(2) }).optional()).default([]) })
  expect(longList(long, { parts: [{ ids: [1] }, undefined, { ids: [1, 2, 3] }] })).toEqual({
    path: ['parts', '2', 'ids'],
    most: 2,
  })
  const edits = Array.from({ length: 100_000 }, () => ({}))
  expect(longList(runCommand.body, { kind: 'cells.edit', payload: { edits } })).toMatchObject({
    path: ['payload', 'edits'],
  })
  expect(longList(runCommand.body, { kind: 'nothing' })).toBeNull()
})
