// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { JobQueue } from '@enrichify/platform'

export const forbidden = JobQueue
