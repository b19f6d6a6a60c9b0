// Canary: the ground imports from a feature above it.
import type { One } from '../one/one.service.ts'

export const setting: One | null = null
