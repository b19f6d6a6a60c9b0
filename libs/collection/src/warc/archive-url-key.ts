/**
 * The key of all captures of one page: host in lower case without `www.`, path without trailing slash, query with its
 * parts sorted and empty ones dropped. Scheme, default ports, credentials and fragment do not count. Text that is not
 * a URL is its own key.
 */
export function archiveUrlKey(url: string): string {
  const text = url.trim()
  if (!URL.canParse(text)) return text.toLowerCase()
  const parsed = new URL(text)
  const host = parsed.hostname
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^www\d?\.(?=[^.]+\.)/, '')
  // 80 and 443 also when the scheme is the other one, since an archive does not know which of the two a link meant.
  const port = parsed.port === '' || parsed.port === '80' || parsed.port === '443' ? '' : `:${parsed.port}`
  const path = parsed.pathname.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase()).replace(/(?<!\/)\/+$/, '')
  const parts = parsed.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .sort()
  return `${host}${port}${path}${parts.length === 0 ? '' : `?${parts.join('&')}`}`
}
