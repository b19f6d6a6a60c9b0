// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { FileStorage } from '@enrichify/platform'

export const forbidden = FileStorage
