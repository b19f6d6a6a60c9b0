import { Refused } from '../errors.ts'

export const RUN_STATES = ['queued', 'running', 'paused', 'cancelling', 'finished', 'cancelled', 'failed'] as const
export type RunState = (typeof RUN_STATES)[number]
export type RunEvent = 'start' | 'pause' | 'resume' | 'cancel' | 'drained' | 'fail'

/** Every change of a run’s state. A change that is not listed cannot happen. */
const NEXT: Record<RunState, Partial<Record<RunEvent, RunState>>> = {
  queued: { start: 'running', pause: 'paused', cancel: 'cancelling', drained: 'finished', fail: 'failed' },
  running: { start: 'running', pause: 'paused', cancel: 'cancelling', drained: 'finished', fail: 'failed' },
  paused: { resume: 'running', cancel: 'cancelling', fail: 'failed', drained: 'finished' },
  cancelling: { cancel: 'cancelling', drained: 'cancelled', fail: 'failed' },
  finished: {},
  cancelled: {},
  failed: {},
}

export function nextRunState(state: RunState, event: RunEvent): RunState {
  const next = NEXT[state][event]
  if (!next)
    throw new Refused('run_state', `A ${state} run cannot ${event === 'drained' ? 'finish' : event}.`, 'conflict', {
      state,
      event,
    })
  return next
}

export function isRunOver(state: RunState): boolean {
  return state === 'finished' || state === 'cancelled' || state === 'failed'
}
