// The boundary check must refuse this file: nothing but the gateway calls a provider. See tools/check-boundaries.mjs.
import { findProvider } from '@enrichify/providers'

export const forbidden = findProvider
