const LONGEST_MS = 3_600_000

/**
 * When to ask a service again, in milliseconds since the epoch: `Retry-After` (seconds or a date), `retry-after-ms`,
 * the reset headers of OpenAI and Anthropic, Google’s `retryDelay`. A time in the past becomes now, and more than an
 * hour becomes an hour. Null when the service does not say.
 */
export function retryAtOf(headers: Headers, body: string, now: number): number | null {
  const found = [
    milliseconds(headers, now),
    seconds(headers.get('retry-after'), now),
    googleDelay(body, now),
    ...resets(headers, now),
  ].find((at) => at !== null)
  return found == null ? null : Math.min(now + LONGEST_MS, Math.max(now, found))
}

function milliseconds(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after-ms')
  return text !== null && /^-?\d+(?:\.\d+)?$/.test(text) ? now + Number(text) : null
}

function seconds(text: string | null, now: number): number | null {
  if (text === null || text.trim() === '') return null
  if (/^-?\d+(?:\.\d+)?$/.test(text.trim())) return now + Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : date
}

/** Only the windows that are used up matter: `remaining` says which. */
function resets(headers: Headers, now: number): (number | null)[] {
  return ['requests', 'tokens', 'input-tokens', 'output-tokens'].flatMap((what) => {
    const plain =
      headers.get(`x-ratelimit-remaining-${what}`) === '0'
        ? duration(headers.get(`x-ratelimit-reset-${what}`), now)
        : null
    const dated =
      headers.get(`anthropic-ratelimit-${what}-remaining`) === '0'
        ? seconds(headers.get(`anthropic-ratelimit-${what}-reset`), now)
        : null
    return [plain, dated]
  })
}

/** `6m0s`, `1.5s`, `20ms`. */
function duration(text: string | null, now: number): number | null {
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)]
  const units: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
  return parts.length ? now + parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0) : null
}

function googleDelay(body: string, now: number): number | null {
  const found = /"retryDelay"\s*:\s*"(\d+(?:\.\d+)?)s"/.exec(body)
  return found ? now + Number(found[1]) * 1000 : null
}
