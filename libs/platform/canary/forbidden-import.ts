// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { extractPage } from '@enrichify/collection'

export const forbidden = extractPage
