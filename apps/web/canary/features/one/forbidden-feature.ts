// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { forbidden as above } from '../two/forbidden.ts'

export const forbidden = above
