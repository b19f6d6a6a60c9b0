// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { listProviders } from '@enrichify/providers'

export const forbidden = listProviders
