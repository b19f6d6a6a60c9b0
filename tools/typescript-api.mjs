// TypeScript 7 has no API for programs yet, and a second package named `typescript` would take its place as `tsc`; this one bundles the old API.
export { ts as default } from '@ts-morph/common'
