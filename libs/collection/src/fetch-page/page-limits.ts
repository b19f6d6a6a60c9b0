/** Caps of one `read`. Exceeding any of them is a typed failure. */
export interface PageLimits {
  /** Milliseconds for all attempts and redirects together, without the time spent waiting for the host’s turn. */
  totalMs: number
  /** Milliseconds for one attempt. */
  attemptMs: number
  /** Milliseconds without a byte of the body. */
  stallMs: number
  /** Bytes of the body after decompression. */
  maxBodyBytes: number
  maxRedirects: number
  /** Tries of one URL, the first included. */
  maxAttempts: number
  /** Milliseconds of the first back-off. Doubled each time, full jitter. */
  retryBaseMs: number
  retryCapMs: number
  /** A Retry-After up to this is waited for. A longer one ends the read and slows the host. */
  retryAfterCapMs: number
  /** Milliseconds for rendering a page in the browser. */
  renderMs: number
}

export const defaultPageLimits: PageLimits = {
  totalMs: 30_000,
  attemptMs: 15_000,
  stallMs: 8_000,
  maxBodyBytes: 10 * 1024 * 1024,
  maxRedirects: 10,
  maxAttempts: 3,
  retryBaseMs: 500,
  retryCapMs: 8_000,
  retryAfterCapMs: 10_000,
  renderMs: 20_000,
}
