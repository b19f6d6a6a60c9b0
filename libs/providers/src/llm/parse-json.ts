import { providerFailure } from '../http/failure-of-status.ts'

/** A tool call’s arguments. An empty text means that there are none. */
export function parseArguments(text: string, service: string): Record<string, unknown> {
  const parsed = text.trim() === '' ? {} : parse(text)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw providerFailure(service, 'malformed', 'yes')
  return parsed as Record<string, unknown>
}

/**
 * Structured output. Models that only promise JSON sometimes put it between fences. Null when it is not JSON; the
 * caller says what that means.
 */
export function parseStructured(text: string): unknown {
  const bare = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/.exec(text)?.[1] ?? text
  return parse(bare) ?? null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
