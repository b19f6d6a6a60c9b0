import type { Run } from '@enrichify/contracts'
import type { RunEntity, RunMoney, RunProgress } from '@enrichify/database'
import type { ProviderFailureKind } from '@enrichify/domain'

interface RunDetails {
  progress: RunProgress | undefined
  money: RunMoney | undefined
  /** The service that does not answer. */
  waiting: { service: string; failure: string; until: Date | null } | undefined
  createdBy: string
}

export function presentRun(run: RunEntity, { progress, money, waiting, createdBy }: RunDetails): Run {
  const empty = progress?.empty ?? {}
  const empties = Object.values(empty).reduce((sum, count) => sum + count, 0)
  const { verified = 0, cited = 0, asserted = 0, kept = 0, unchanged = 0, rowsDone = 0, pages = 0 } = progress ?? {}
  return {
    id: run.id,
    websetId: run.websetId,
    name: run.name,
    state: run.state,
    scope: run.scope,
    mode: run.mode,
    columnIds: run.columnIds,
    rows: run.rows,
    rowsDone,
    cells: run.cells,
    cellsDone: verified + cited + asserted + kept + unchanged + empties,
    counts: { verified, cited, asserted, kept, unchanged, empty },
    pagesFetched: pages,
    costMicros: money?.spentMicros ?? 0,
    reservedMicros: money?.reservedMicros ?? 0,
    savedMicros: money?.savedMicros ?? 0,
    budgetMicros: run.budgetMicros,
    uncertainCalls: money?.uncertain ?? 0,
    priority: run.priority,
    practice: run.practice,
    message: run.message,
    waiting: waiting
      ? {
          service: waiting.service,
          failure: waiting.failure as ProviderFailureKind,
          until: waiting.until?.toISOString() ?? null,
        }
      : run.state === 'running' && run.moneyUntil && run.moneyUntil > new Date()
        ? { service: null, failure: null, until: run.moneyUntil.toISOString() }
        : null,
    createdBy,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    finishedAt: run.finishedAt?.toISOString() ?? null,
  }
}
