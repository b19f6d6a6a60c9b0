// TypeScript 7 has no API for programs. A second package with the old one would take its place as `tsc` after some
// installs; this one bundles the old API and brings no commands.
export { ts as default } from '@ts-morph/common'
