import { QUEUES } from '@enrichify/contracts'
import { readConfig } from '@enrichify/features'
import { expect, it } from 'vitest'
import { servedQueues } from './worker.module.ts'

const served = (queues?: string) => servedQueues(readConfig({ WORKER_QUEUES: queues }))

it('serves every queue by default, each with its own processor', () => {
  expect(served().map(({ name }) => name)).toEqual([...QUEUES])
  expect(new Set(served().map(({ processor }) => processor)).size).toBe(QUEUES.length)
})

it('serves only the queues that the settings name', () => {
  expect(served('chats,imports').map(({ name }) => name)).toEqual(['imports', 'chats'])
})

it('refuses an unknown queue by name, with the known ones', () => {
  expect(() => served('imports,hunts')).toThrow(
    'WORKER_QUEUES names hunts; there are enrichment, imports, exports, chats.',
  )
})
