// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { Queue } from 'bullmq'

export const forbidden = Queue
