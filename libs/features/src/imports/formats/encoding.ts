import type { ImportOptions } from '@enrichify/contracts'

type Encoding = NonNullable<ImportOptions['encoding']>

/**
 * The encoding of a text file: from its byte order mark, its zero bytes, or because it is valid UTF-8. Otherwise the
 * most common legacy encoding.
 */
export function guessEncoding(head: Buffer): Encoding {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const sample = head.subarray(0, 4000)
  let even = 0
  let odd = 0
  for (let index = 0; index < sample.length; index++) {
    if (sample[index] !== 0) continue
    if (index % 2) odd++
    else even++
  }
  if (odd > sample.length / 5 && even < odd / 4) return 'utf-16le'
  if (even > sample.length / 5 && odd < even / 4) return 'utf-16be'
  return isUtf8Prefix(head) ? 'utf-8' : 'windows-1252'
}

/** `stream: true` accepts a character that the end of the sample cut in two. */
function isUtf8Prefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
