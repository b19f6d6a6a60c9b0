import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { websetParams } from './fields.ts'

export const undo = endpoint({
  method: 'POST',
  path: '/websets/:id/undo',
  summary: 'Take back your last action in this webset',
  params: websetParams,
  response: z.object({ undone: z.string().nullable() }),
  status: 200,
})
