import { JOBS, type JobName, type JobPayload } from '@enrichify/contracts'
import { isDiskFull, isTransient } from '@enrichify/database'
import { GivenUp, Refused } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { ChatAnswerer } from '../chats/chat-answerer.ts'
import { BatchRunner } from '../enrichment/batch-runner.ts'
import { ExportRunner } from '../exports/export-runner.ts'
import { ImportRunner } from '../imports/import-runner.ts'
import { JobRunner } from '../jobs/job-runner.ts'
import { ArchivesService } from '../pages/archives.service.ts'
import { TrialRunner } from '../trials/trial-runner.ts'

interface Handler<N extends JobName> {
  run(payload: JobPayload<N>, signal: AbortSignal): Promise<void>
  /** After the last attempt, or after an error that no attempt can fix: leaves the row in a state that says so. */
  giveUp(payload: JobPayload<N>, message: string): Promise<void>
}

/** What each job does. A job in the table without a handler does not compile. */
@Injectable()
export class JobHandlers extends JobRunner {
  readonly #handlers: { [N in JobName]: Handler<N> }

  constructor(
    batches: BatchRunner,
    trials: TrialRunner,
    imports: ImportRunner,
    exports: ExportRunner,
    archives: ArchivesService,
    chats: ChatAnswerer,
  ) {
    super()
    this.#handlers = {
      'enrichment.run-batch': {
        run: ({ workspaceId, runId, batchId, generation }, signal) =>
          batches.run(workspaceId, runId, batchId, generation, signal),
        giveUp: ({ workspaceId, runId, batchId, generation }, message) =>
          batches.giveUp(workspaceId, runId, batchId, generation, message),
      },
      'enrichment.run-trial': {
        run: ({ workspaceId, trialId }, signal) => trials.run(workspaceId, trialId, signal),
        giveUp: ({ workspaceId, trialId }, message) => trials.giveUp(workspaceId, trialId, message),
      },
      'chats.answer': {
        run: ({ workspaceId, messageId }, signal) => chats.run(workspaceId, messageId, signal),
        giveUp: ({ workspaceId, messageId }, message) => chats.giveUp(workspaceId, messageId, message),
      },
      'imports.run': {
        run: ({ workspaceId, importId }) => imports.run(workspaceId, importId),
        giveUp: ({ workspaceId, importId }, message) => imports.giveUp(workspaceId, importId, message),
      },
      'exports.run': {
        run: ({ workspaceId, exportId }) => exports.run(workspaceId, exportId),
        giveUp: ({ workspaceId, exportId }, message) => exports.giveUp(workspaceId, exportId, message),
      },
      'archives.index': {
        run: ({ workspaceId, archiveId }) => archives.index(workspaceId, archiveId),
        giveUp: ({ workspaceId, archiveId }, message) => archives.giveUp(workspaceId, archiveId, message),
      },
    }
  }

  /** Parses the payload and runs the job. Throws `GivenUp` if no further attempt can help; the caller then gives up. */
  async run(name: string, data: unknown, signal: AbortSignal): Promise<void> {
    const { handler, payload } = this.#find(name, data)
    try {
      await handler.run(payload as never, signal)
    } catch (error) {
      if (error instanceof Refused) throw new GivenUp(error.code, error.message)
      throw error
    }
  }

  /**
   * What the person who waits for the job is told. Never the text of an unexpected error, which may contain what they
   * must not see.
   */
  async giveUp(name: string, data: unknown, error: unknown): Promise<void> {
    const { handler, payload } = this.#find(name, data)
    await handler.giveUp(payload as never, messageOf(error))
  }

  #find(name: string, data: unknown): { handler: Handler<JobName>; payload: unknown } {
    const definition = JOBS[name as JobName] as (typeof JOBS)[JobName] | undefined
    const parsed = definition?.payload.safeParse(data)
    if (!definition || !parsed?.success) throw new GivenUp('bad_job', `There is no job ${name} with this payload.`)
    return { handler: this.#handlers[name as JobName] as Handler<JobName>, payload: parsed.data }
  }
}

function messageOf(error: unknown): string {
  if (error instanceof Refused || error instanceof GivenUp) return error.message
  if (isDiskFull(error)) return 'The disk is full. Make room and try again.'
  if (isTransient(error)) return 'The database was away for too long. Try again.'
  return 'This did not work. The server’s log says why.'
}
