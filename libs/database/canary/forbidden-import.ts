// The boundary check must refuse this file: see tools/check-boundaries.mjs.
import { findProvider } from '@enrichify/providers'

export const forbidden = findProvider
