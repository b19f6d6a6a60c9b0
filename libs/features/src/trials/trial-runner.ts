import {
  Database,
  RowRepository,
  RunEntity,
  WebsetRepository,
  type ColumnEntity,
  type StoredRow,
  type StoredTrialAnswer,
  type TrialRow,
  type Tx,
} from '@enrichify/database'
import { sameAnswer } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { BatchReader } from '../enrichment/batch-runner.ts'
import { RowFiller } from '../enrichment/row-filler.ts'
import { planRow } from '../enrichment/row-plan.ts'
import type { RunFrame } from '../enrichment/row-work.ts'
import { TrialBooks } from './trials.service.ts'

const ROWS_AT_ONCE = 6
const MOST_PAGES = 10
const WATCH_MS = 400

interface Trying {
  trial: TrialRow
  rows: StoredRow[]
  frames: RunFrame[]
}

/** Works a trial through: each plan over each row by the very rungs of a run, with the answers kept beside the sheet. It may be called again and goes on where it was. */
@Injectable()
export class TrialRunner {
  constructor(
    private readonly database: Database,
    private readonly websets: WebsetRepository,
    private readonly rows: RowRepository,
    private readonly books: TrialBooks,
    private readonly reader: BatchReader,
    private readonly filler: RowFiller,
  ) {}

  async run(workspaceId: string, trialId: string, signal: AbortSignal): Promise<void> {
    const trying = await this.#open(workspaceId, trialId)
    if (!trying) return
    const halt = new AbortController()
    const stop = AbortSignal.any([signal, halt.signal])
    const watch = setInterval(
      () =>
        void this.#isRunning(trying.trial).then(
          (runs) => runs || halt.abort(),
          () => {},
        ),
      WATCH_MS,
    )
    try {
      const problem = await this.#workThrough(trying, halt, stop)
      if (!stop.aborted || problem !== null) await this.#finish(trying.trial, problem)
    } catch (error) {
      // Whoever stopped it knows; a shutdown leaves it to the next worker.
      if (!halt.signal.aborted) throw error
    } finally {
      clearInterval(watch)
    }
  }

  async giveUp(workspaceId: string, trialId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) => this.books.trials.finish(tx, trialId, 'failed', null, message))
  }

  #open(workspaceId: string, trialId: string): Promise<Trying | null> {
    return this.database.inScope({ workspaceId }, async (tx) => {
      const trial = await this.books.trials.start(tx, trialId)
      if (!trial) return null
      const columns = await this.websets.listColumns(tx, trial.websetId)
      const webset = await this.websets.find(tx, trial.websetId)
      const open = trial.rowIds.filter((rowId) => !trial.answers[rowId])
      const rows = await this.rows.byIds(tx, trial.websetId, open)
      const lessons = await this.reader.lessons(tx, runOf(trial), columns)
      const frames = trial.plans.map((enrichment): RunFrame => {
        const changed = columns.map((column): ColumnEntity =>
          column.id === trial.columnId
            ? Object.assign(Object.create(Object.getPrototypeOf(column) as object) as ColumnEntity, column, {
                enrichment,
              })
            : column,
        )
        return {
          run: runOf(trial),
          archiveId: webset?.archiveId ?? null,
          plan: planRow(changed, [trial.columnId]),
          columns: changed,
          lessons,
          held: new Map(),
          evidence: new Map(),
        }
      })
      return { trial, rows, frames }
    })
  }

  /** Several rows at a time, the plans of one row after each other: both see the pages that the first has read. A string: why it had to stop. */
  async #workThrough(
    { trial, rows, frames }: Trying,
    halt: AbortController,
    stop: AbortSignal,
  ): Promise<string | null> {
    const waiting = [...rows]
    let problem: string | null = null
    let failure: unknown = null
    const work = async (): Promise<void> => {
      for (let row = waiting.shift(); row && !stop.aborted; row = waiting.shift()) {
        try {
          const answers = await this.#tryRow(trial, frames, row, stop)
          if (typeof answers === 'string') {
            problem = answers
            return halt.abort()
          }
          await this.database.inScope(trial, (tx) => this.books.trials.addAnswers(tx, trial.id, row!.id, answers))
        } catch (error) {
          if (!halt.signal.aborted) failure ??= error
          halt.abort()
        }
      }
    }
    await Promise.all(Array.from({ length: ROWS_AT_ONCE }, work))
    if (failure) throw failure
    return problem
  }

  async #tryRow(
    trial: TrialRow,
    frames: readonly RunFrame[],
    row: StoredRow,
    stop: AbortSignal,
  ): Promise<StoredTrialAnswer[] | string> {
    const answers: StoredTrialAnswer[] = []
    for (const frame of frames) {
      const filled = await this.filler.fill(frame, row, (tx) => this.books.trials.isRunning(tx, trial.id), stop)
      if (typeof filled === 'string') return filled
      const [cell] = filled.cells
      const proof = cell?.evidence.find(({ id }) => id === cell.primary)
      const capture = proof
        ? await this.database.inScope(trial, (tx) => this.books.captures.find(tx, proof.captureId))
        : null
      answers.push({
        value: cell?.value ?? null,
        state: cell?.state ?? 'empty',
        empty: cell ? cell.empty : 'no_result',
        quote: proof?.quote ?? null,
        url: capture?.finalUrl ?? null,
        costMicros: cell?.costMicros ?? 0,
        trace: cell?.trace ?? [],
      })
    }
    return answers
  }

  async #finish(trial: TrialRow, problem: string | null): Promise<void> {
    await this.database.inScope(trial, async (tx) => {
      await this.books.ledger.releaseUnsent(tx, trial.id)
      const done = await this.books.trials.find(tx, trial.id)
      await this.books.trials.finish(
        tx,
        trial.id,
        problem === null ? 'finished' : 'failed',
        done ? correctOf(done) : null,
        problem,
      )
    })
  }

  #isRunning(trial: TrialRow): Promise<boolean> {
    return this.database.inScope(trial, (tx: Tx) => this.books.trials.isRunning(tx, trial.id))
  }
}

/** How many rows the first plan answered as expected. */
function correctOf({ answers, expected }: TrialRow): number {
  return Object.entries(expected).filter(
    ([rowId, value]) => answers[rowId]?.[0] && sameAnswer(answers[rowId][0].value, value),
  ).length
}

/** A trial is a run that writes nothing: what rungs want to know of a run, from the trial. */
function runOf(trial: TrialRow): RunEntity {
  const { workspaceId, id, websetId, columnId, createdBy, createdAt, practice, storedOnly, budgetMicros } = trial
  return Object.assign(new RunEntity(), {
    workspaceId,
    id,
    websetId,
    name: 'Trial',
    state: 'running',
    scope: { kind: 'rows', rowIds: trial.rowIds },
    columnIds: [columnId],
    maxPages: MOST_PAGES,
    rows: trial.rowIds.length,
    priority: 'high',
    budgetMicros,
    mode: storedOnly ? 'reextract' : 'fill',
    again: true,
    practice,
    message: null,
    createdBy,
    createdAt,
    startedAt: createdAt,
    finishedAt: null,
  })
}
