import {
  CaptureRepository,
  Database,
  LedgerRepository,
  TrialRepository,
  type StoredRow,
  type StoredTrialAnswer,
  type TrialRow,
  type Tx,
} from '@enrichify/database'
import { sameAnswer } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { RowFiller } from '../enrichment/row-filler.ts'
import type { RunFrame } from '../enrichment/row-work.ts'
import { TrialReader, type OpenTrial } from './trial-reader.ts'

const CONCURRENT_ROWS = 6
const WATCH_MS = 400

/**
 * Works through a trial: each plan over each row with the same rungs as a run. The answers are stored with the trial
 * and not in the sheet. It can be called again and continues where it was.
 */
@Injectable()
export class TrialRunner {
  constructor(
    private readonly database: Database,
    private readonly trials: TrialRepository,
    private readonly ledger: LedgerRepository,
    private readonly captures: CaptureRepository,
    private readonly reader: TrialReader,
    private readonly filler: RowFiller,
  ) {}

  async run(workspaceId: string, trialId: string, signal: AbortSignal): Promise<void> {
    const trying = await this.database.inScope({ workspaceId }, (tx) => this.reader.open(tx, trialId))
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
      // A person who stopped it knows; after a shutdown the next worker continues.
      if (!halt.signal.aborted) throw error
    } finally {
      clearInterval(watch)
    }
  }

  async giveUp(workspaceId: string, trialId: string, message: string): Promise<void> {
    await this.database.inScope({ workspaceId }, (tx) => this.trials.finish(tx, trialId, 'failed', null, message))
  }

  /**
   * Several rows at a time. The plans of one row come after each other, so that both see the pages that the first one
   * read. A string: why it had to stop.
   */
  async #workThrough(
    { trial, rows, frames }: OpenTrial,
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
          await this.database.inScope(trial, (tx) => this.trials.addAnswers(tx, trial.id, row!.id, answers))
        } catch (error) {
          if (!halt.signal.aborted) failure ??= error
          halt.abort()
        }
      }
    }
    await Promise.all(Array.from({ length: CONCURRENT_ROWS }, work))
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
      const filled = await this.filler.fill(frame, row, (tx) => this.trials.isRunning(tx, trial.id), stop)
      if (filled.kind === 'must_wait') return filled.why
      const [cell] = filled.row.cells
      const proof = cell?.evidence.find(({ id }) => id === cell.primary)
      const capture = proof ? await this.database.inScope(trial, (tx) => this.captures.find(tx, proof.captureId)) : null
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
      await this.ledger.releaseUnsent(tx, trial.id)
      const done = await this.trials.find(tx, trial.id)
      await this.trials.finish(
        tx,
        trial.id,
        problem === null ? 'finished' : 'failed',
        done ? correctOf(done) : null,
        problem,
      )
    })
  }

  #isRunning(trial: TrialRow): Promise<boolean> {
    return this.database.inScope(trial, (tx: Tx) => this.trials.isRunning(tx, trial.id))
  }
}

/** How many rows the first plan answered as expected. */
function correctOf({ answers, expected }: TrialRow): number {
  return Object.entries(expected).filter(
    ([rowId, value]) => answers[rowId]?.[0] && sameAnswer(answers[rowId][0].value, value),
  ).length
}
