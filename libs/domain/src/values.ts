/**
 * The part of the domain that reads values. A process that is started for one file needs no more, and the whole takes
 * twice as long to load.
 */
export * from './columns/column-type.ts'
export * from './columns/formula-safety.ts'
export * from './columns/index.ts'
export * from './errors.ts'
export * from './text/english-numbers.ts'
