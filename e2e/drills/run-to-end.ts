import { isRunOver, type RunState } from '@enrichify/domain'
import type { Visit } from '../setup/visit.ts'
import { until } from './until.ts'

/** Starts a run of the webset at `path` and resolves with its id when it is over. */
export async function runToEnd(visit: Visit, path: string, body: object): Promise<string> {
  const { id } = await visit.ask<{ id: string }>(`${path}/enrich`, body)
  await until('the end of the run', async () => {
    const { state } = await visit.ask<{ state: RunState }>(`/runs/${id}`)
    return isRunOver(state)
  })
  return id
}
