// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { RowsService } from '@enrichify/features'

export const forbidden = RowsService
