/** Rows of one job: few enough that a lost worker costs little, many enough that the queue is not the work. */
export const LARGEST_BATCH = 20

/** Batches of one run that the queue holds at a time, by its priority: runs take turns, and none waits behind a hundred thousand rows of another. */
export const BATCHES_IN_QUEUE = { low: 4, normal: 16, high: 32 } as const
