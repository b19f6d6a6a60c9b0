import { Initial1795132800000 } from './1795132800000-initial.ts'

/** In order of time; never edited once released. */
export const MIGRATIONS = [Initial1795132800000]
