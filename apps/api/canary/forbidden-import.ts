// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { Database } from '@enrichify/database'

export const forbidden = Database
