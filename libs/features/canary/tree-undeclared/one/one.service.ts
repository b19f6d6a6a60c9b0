import type { Two } from '../two/two.service.ts'

export const one: Two | null = null
