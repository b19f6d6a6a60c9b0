// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { readFileSync } from 'node:fs'

export const forbidden = readFileSync
