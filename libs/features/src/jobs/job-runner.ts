/**
 * Runs a job by its name. The features that know how are above this folder, so the runner is looked up when a job
 * comes.
 */
export abstract class JobRunner {
  /** Throws `GivenUp` if no further attempt can help; the caller then gives up. */
  abstract run(name: string, data: unknown, signal: AbortSignal): Promise<void>
  abstract giveUp(name: string, data: unknown, error: unknown): Promise<void>
}
