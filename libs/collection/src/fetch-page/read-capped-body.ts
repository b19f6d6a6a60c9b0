/** Why a body ended early: over the cap, or no byte for too long. */
export class BodyRefused extends Error {
  readonly failure: 'too_large' | 'timed_out'

  constructor(failure: 'too_large' | 'timed_out') {
    super(failure === 'too_large' ? 'The body is larger than the limit.' : 'The server stopped sending.')
    this.name = 'BodyRefused'
    this.failure = failure
  }
}

export interface BodyLimits {
  /** Bytes after decompression. */
  maxBytes: number
  /** Milliseconds without a byte. */
  stallMs: number
  /** Keep the first `maxBytes` instead of refusing the body. */
  truncate?: boolean
}

/**
 * Reads a body piece by piece after the client undid its content coding, so that a decompression bomb is met while it
 * unfolds and not in memory. Throws `BodyRefused`, or what the stream threw (reset, broken compression, abort). The
 * connection is freed either way.
 */
export async function readCappedBody(response: Response, limits: BodyLimits): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    const announced = Number(response.headers.get('content-length') ?? Number.NaN)
    if (limits.truncate !== true && announced > limits.maxBytes && !response.headers.has('content-encoding'))
      throw new BodyRefused('too_large')
    for (;;) {
      const { done, value } = await withStall(reader.read(), limits.stallMs)
      if (done || value === undefined) break
      pieces.push(value)
      size += value.byteLength
      if (size > limits.maxBytes) {
        if (limits.truncate !== true) throw new BodyRefused('too_large')
        break
      }
    }
  } finally {
    // After the end this does nothing. Before the end it closes the socket. It may hang on a dead peer, so we do not
    // wait for it.
    reader.cancel().catch(() => undefined)
  }
  return Buffer.concat(pieces, Math.min(size, limits.maxBytes))
}

async function withStall<T>(read: Promise<T>, stallMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const stalled = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BodyRefused('timed_out')), stallMs)
  })
  try {
    return await Promise.race([read, stalled])
  } finally {
    clearTimeout(timer)
    // The loser of the race must not become an unhandled rejection when the cancelled stream fails it later.
    read.catch(() => undefined)
  }
}
