import type { QuoteWindow } from './quote-window.ts'

/**
 * The quote contains host and path as a whole address. Scheme, `www.`, a last slash and the case of the host do not
 * matter.
 */
export function followsUrl(value: string, window: QuoteWindow): string | null {
  const wanted = bareUrl(value.trim())
  if (!wanted.includes('.')) return null
  for (const match of window.text.matchAll(/[^\s<>"'¦]+/gu)) {
    for (const [at, token] of addressesIn(match[0])) {
      if (bareUrl(token) === wanted && match.index + at >= window.from && match.index + at + token.length <= window.to)
        return 'url:whole'
    }
  }
  return null
}

function bareUrl(text: string): string {
  const match = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:www\.)?([^/?#]*)(.*)$/i.exec(text)
  return `${match?.[1]?.toLowerCase() ?? ''}${match?.[2]?.replace(/^\/(?=[?#])|[/?#]+$/g, '') ?? ''}`
}

/**
 * A run without spaces, without the punctuation around it and a label glued to its front (`Web:acme.com`). Cut at
 * bars and dots of lists.
 */
function addressesIn(run: string): [number, string][] {
  return [...run.matchAll(/[^|•·]+/gu)].map((part) => {
    const front = /^[([{,;]*(?:\p{L}+:(?!\/\/|\d))?/u.exec(part[0])?.[0].length ?? 0
    return [part.index + front, part[0].slice(front).replace(/(?<![),.;:!?\]}])[),.;:!?\]}]+$/, '')]
  })
}
