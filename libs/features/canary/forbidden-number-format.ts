// The boundary check must refuse this file: see tools/check-boundaries.mjs.
export const forbidden = new Intl.NumberFormat('en')
