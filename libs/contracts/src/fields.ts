import { z } from 'zod'

export const instant = z.iso.datetime()
export const websetParams = z.object({ id: z.uuid() })
export const columnParams = z.object({ id: z.uuid(), columnId: z.string().max(20) })
export const title = z.string().trim().min(1).max(200)
