// Longer waits are slide shows and auto-reloading news, not redirects.
const maxSeconds = 5

/**
 * Where a page sends its reader by itself (`<meta http-equiv=refresh>` of at most five seconds), as written. Null
 * when it stays.
 */
export function metaRefreshTarget(html: string): string | null {
  const head = html
    .slice(0, 16 * 1024)
    .replace(/<!--[\s\S]*?(?:-->|$)|<(noscript|script|style)\b[\s\S]*?(?:<\/\1|$)/gi, '')
  for (const [tag] of head.matchAll(/<meta\s[^>]*>/gi)) {
    if (!/http-equiv\s*=\s*["']?\s*refresh/i.test(tag)) continue
    const content = /content\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i.exec(tag)
    const parts = /^\s*(\d+)[\d.]*\s*[;,\s]\s*(?:url\s*=\s*)?["']?\s*([^"']+?)\s*["']?\s*$/i.exec(
      content?.[1] ?? content?.[2] ?? content?.[3] ?? '',
    )
    if (parts !== null && Number(parts[1]) <= maxSeconds) return (parts[2] ?? '').replaceAll('&amp;', '&')
  }
  return null
}
