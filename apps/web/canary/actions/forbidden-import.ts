// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { forbidden as above } from '../../src/ui/forbidden.ts'

export const forbidden = above
