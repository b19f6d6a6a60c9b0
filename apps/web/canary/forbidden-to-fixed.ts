// The boundary check must refuse this file: see tools/check-boundaries.mjs.
export const forbidden = (1234).toFixed(2)
