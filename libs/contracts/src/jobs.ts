import { RUN_PRIORITIES, type RunPriority } from '@enrichify/domain'
import { z } from 'zod'

/** Every queue; a worker serves those that its settings name. */
export const QUEUES = ['enrichment', 'imports', 'exports', 'chats'] as const
export type QueueName = (typeof QUEUES)[number]

interface JobDefinition {
  queue: QueueName
  payload: z.ZodType
  attempts: number
  /** First delay of the exponential back-off, in milliseconds. */
  backoffMs: number
  /** Jobs with the same key wait in the queue once. */
  dedupeKey: (payload: never) => string
  /** 1 is taken first. Jobs without a priority go before all jobs with one. */
  priority?: (payload: never) => number
}

const PLACES: Record<RunPriority, number> = { high: 1, normal: 5, low: 10 }

/** `requestId`: of the request that asked for the job, for log lines. */
const ids = { workspaceId: z.uuid(), requestId: z.string().optional() }
const job = <P extends z.ZodType>(definition: {
  queue: QueueName
  payload: P
  attempts: number
  backoffMs: number
  dedupeKey: (payload: z.output<P>) => string
  priority?: (payload: z.output<P>) => number
}) => definition

/** Every job. Payloads contain ids only, and the row has the current facts. Every job may run twice. */
export const JOBS = {
  'enrichment.run-batch': job({
    queue: 'enrichment',
    payload: z.object({
      ...ids,
      runId: z.uuid(),
      batchId: z.number().int(),
      generation: z.number().int(),
      priority: z.enum(RUN_PRIORITIES).default('normal'),
    }),
    attempts: 8,
    backoffMs: 500,
    dedupeKey: (p) => `${p.runId}.${p.batchId}.${p.generation}`,
    priority: (p) => PLACES[p.priority],
  }),
  'enrichment.run-trial': job({
    queue: 'enrichment',
    payload: z.object({ ...ids, trialId: z.uuid() }),
    attempts: 5,
    backoffMs: 500,
    dedupeKey: (p) => p.trialId,
  }),
  'chats.answer': job({
    queue: 'chats',
    payload: z.object({ ...ids, messageId: z.uuid() }),
    attempts: 3,
    backoffMs: 500,
    dedupeKey: (p) => p.messageId,
  }),
  'imports.run': job({
    queue: 'imports',
    payload: z.object({ ...ids, importId: z.uuid() }),
    attempts: 3,
    backoffMs: 500,
    dedupeKey: (p) => p.importId,
  }),
  'exports.run': job({
    queue: 'exports',
    /** `userId`: of the person who asked for it. People take turns. */
    payload: z.object({ ...ids, exportId: z.uuid(), userId: z.uuid().optional() }),
    attempts: 3,
    backoffMs: 500,
    dedupeKey: (p) => p.exportId,
  }),
  'archives.index': job({
    queue: 'imports',
    payload: z.object({ ...ids, archiveId: z.uuid() }),
    attempts: 3,
    backoffMs: 500,
    dedupeKey: (p) => p.archiveId,
  }),
} satisfies Record<string, JobDefinition>

export type JobName = keyof typeof JOBS
export type JobPayload<N extends JobName> = z.output<(typeof JOBS)[N]['payload']>
