import type { TraceStepJson } from '@enrichify/contracts'
import { traceStep } from '@enrichify/domain'
import { expect, it } from 'vitest'
import { groupSteps, outcomeWords, traceFacts, traceName } from './trace-words.ts'

it('puts a step into words', () => {
  expect([traceName('structured'), traceName('merge')]).toEqual(['Page data', 'Best of columns'])
  expect(
    traceFacts(
      traceStep('model', 'answered', {
        by: 'm-1',
        source: 'cache',
        tokens: { input: 2000, output: 40 },
        quoteFound: false,
      }),
    ),
  ).toEqual(['m-1', 'from the cache, already paid', '2,000 tokens in, 40 out', 'its quote is on no page'])
  expect(traceFacts(traceStep('condition', 'skipped'))).toEqual([])
  expect([
    outcomeWords('condition', 'skipped'),
    outcomeWords('condition', 'failed'),
    outcomeWords('model', 'weak'),
  ]).toEqual(['not true', 'failed', 'not good enough'])
})

it('tells agents apart', () => {
  const step = (role: 'planner' | 'researcher', worker: number): TraceStepJson['steps'][number] => ({
    role,
    worker,
    action: 'search',
    detail: '',
    captureId: null,
    costMicros: 0,
  })
  expect(
    groupSteps([step('planner', 0), step('researcher', 0), step('researcher', 1), step('researcher', 0)]).map(
      ({ role, worker, steps }) => [role, worker, steps.length],
    ),
  ).toEqual([
    ['planner', 0, 1],
    ['researcher', 0, 2],
    ['researcher', 1, 1],
  ])
})
