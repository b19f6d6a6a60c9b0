export interface Measured {
  status: 'up' | 'down' | 'not configured' | 'not tried'
  latencyMs: number | null
  optional: boolean
  message?: string
}

/** Codes that people have to act on. */
const WORDS: Record<string, string> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  53100: 'the disk is full',
}

/**
 * Runs one probe within a time limit. The message of a failure names the kind of error, never an address or a
 * credential.
 */
export async function measure(optional: boolean, probe: () => Promise<void>, timeoutMs = 2000): Promise<Measured> {
  const started = performance.now()
  let timer: NodeJS.Timeout | undefined
  try {
    await Promise.race([
      probe(),
      new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error('timed out')), timeoutMs)
      }),
    ])
    return { status: 'up', latencyMs: Math.round((performance.now() - started) * 10) / 10, optional }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    return {
      status: 'down',
      latencyMs: null,
      optional,
      message:
        (code && WORDS[code]) ??
        code ??
        (error instanceof Error && error.message === 'timed out' ? 'timed out' : 'failed'),
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Down when a required part is down, degraded when an optional part is. */
export function overall(parts: Record<string, Measured>): 'ok' | 'degraded' | 'down' {
  const down = Object.values(parts).filter((part) => part.status === 'down')
  if (down.length === 0) return 'ok'
  return down.some((part) => !part.optional) ? 'down' : 'degraded'
}
