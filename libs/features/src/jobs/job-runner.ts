/** Runs a job by its name. The features that know how are above this folder, so it is found when a job comes. */
export abstract class JobRunner {
  /** Throws `GivenUp` for what no further try can mend; the caller then gives up. */
  abstract run(name: string, data: unknown, signal: AbortSignal): Promise<void>
  abstract giveUp(name: string, data: unknown, error: unknown): Promise<void>
}
