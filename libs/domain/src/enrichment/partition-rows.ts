/** Rows of one job. A lost worker must cost little, and the queue must not be most of the work. */
export const LARGEST_BATCH = 20

/**
 * Batches of one run that the queue contains at a time, by the run’s priority. Runs take turns, and no run waits
 * behind a hundred thousand rows of another.
 */
export const BATCHES_IN_QUEUE = { low: 4, normal: 16, high: 32 } as const
