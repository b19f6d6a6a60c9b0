// The labels of the Encoding standard that iconv-lite spells differently or that mean a superset of what they say.
const canonical: Record<string, string> = {
  'unicode-1-1-utf-8': 'utf-8',
  utf8: 'utf-8',
  'x-unicode20utf8': 'utf-8',
  ascii: 'windows-1252',
  'us-ascii': 'windows-1252',
  'ansi_x3.4-1968': 'windows-1252',
  'iso-8859-1': 'windows-1252',
  'iso8859-1': 'windows-1252',
  iso88591: 'windows-1252',
  'iso_8859-1': 'windows-1252',
  latin1: 'windows-1252',
  l1: 'windows-1252',
  cp1252: 'windows-1252',
  'x-cp1252': 'windows-1252',
  'iso-8859-9': 'windows-1254',
  latin5: 'windows-1254',
  'tis-620': 'windows-874',
  'iso-8859-11': 'windows-874',
  gb2312: 'gb18030',
  'x-gbk': 'gb18030',
  gbk: 'gb18030',
  gb_2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  'shift-jis': 'shift_jis',
  sjis: 'shift_jis',
  'x-sjis': 'shift_jis',
  'windows-31j': 'shift_jis',
  ms_kanji: 'shift_jis',
  'x-euc-jp': 'euc-jp',
  'ks_c_5601-1987': 'euc-kr',
  ksc5601: 'euc-kr',
  korean: 'euc-kr',
  'windows-949': 'euc-kr',
  'big5-hkscs': 'big5',
  'x-x-big5': 'big5',
  koi: 'koi8-r',
  koi8: 'koi8-r',
  'utf-16': 'utf-16le',
  unicode: 'utf-16le',
}

/** The encoding that a charset label means, in lower case. Null when we cannot read it. */
export function charsetOf(label: string | undefined | null, isKnown: (name: string) => boolean): string | null {
  const text = (label ?? '').trim().toLowerCase()
  if (text === '') return null
  const name = canonical[text] ?? text.replace(/^(?:x-)?cp-?(125\d)$/, 'windows-$1')
  return isKnown(name) ? name : null
}

/** The `charset` parameter of a Content-Type, or null. */
export function charsetOfContentType(contentType: string | undefined | null): string | null {
  return (
    /;\s*charset\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;,]+))/i
      .exec(contentType ?? '')
      ?.slice(1)
      .find((part) => part !== undefined) ?? null
  )
}

/**
 * The charset that the first bytes of a document declare in `<meta>` or in an XML declaration, comments left out.
 * Null when they declare none.
 */
export function charsetOfMarkup(head: string): string | null {
  const xml = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1]
  const markup = head.replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  for (const [tag] of markup.matchAll(/<meta[\s/][^>]*>?/gi)) {
    const direct = /[\s"'/]charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(tag)?.[1]
    if (direct !== undefined) return direct
  }
  return xml ?? null
}
