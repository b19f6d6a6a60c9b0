import { z } from 'zod'
import type { CallContext } from '../define-provider.ts'
import { providerFailure } from '../http/failure-of-status.ts'
import { withTransport } from '../http/transport.ts'

const answer = z.object({ data: z.array(z.object({ id: z.string() })) })

/** A free question that every OpenAI-like service answers, but not with a bad key. */
export function listModelsTest(
  service: string,
  context: CallContext<{ baseUrl: string }>,
  path = 'models',
  headers: Record<string, string> = context.key ? { authorization: `Bearer ${context.key}` } : {},
): Promise<string> {
  return withTransport(service, context, async (fetch) => {
    const response = await fetch(`${context.settings.baseUrl.replace(/(?<!\/)\/+$/, '')}/${path}`, { headers })
    const found = answer.safeParse(await response.json())
    if (!found.success) throw providerFailure(service, 'malformed', 'no')
    return `${service} accepts the key and offers ${found.data.data.length} models.`
  })
}
