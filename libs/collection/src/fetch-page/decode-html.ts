import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { charsetOf, charsetOfContentType, charsetOfMarkup } from './charset-label.ts'
import { guessCharset } from './guess-charset.ts'

export interface DecodedHtml {
  html: string
  /** The encoding that the bytes were read in, in lower case. */
  charset: string
}

// The standard asks browsers for 1024 bytes, but real pages put scripts and comments before their meta.
const prescanBytes = 8 * 1024
// With a larger share of broken sequences a text is not UTF-8 with a few slips but something else.
const toleratedSlips = 0.1

/**
 * Text of an HTML document from its bytes. The order is: byte order mark, then what the bytes prove (valid UTF-8 with
 * non-ASCII letters is UTF-8 whatever header and meta say), then the header, then `<meta>`, then the likeliest legacy
 * encoding. Never throws.
 */
export function decodeHtml(bytes: Uint8Array, contentType?: string | null): DecodedHtml {
  const mark = byteOrderMark(bytes)
  if (mark !== null) return { html: decode(bytes, mark).replace(/^\uFEFF/, ''), charset: mark }

  const header = charsetOf(charsetOfContentType(contentType), isKnown)
  const meta = charsetOf(
    charsetOfMarkup(
      Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, prescanBytes)).toString('latin1'),
    ),
    isKnown,
  )
  const charset = chooseCharset(bytes, header, meta)
  return { html: decode(bytes, charset), charset }
}

function chooseCharset(bytes: Uint8Array, header: string | null, meta: string | null): string {
  if (header !== null && isWide(header) && looksWide(bytes)) return header
  if (isAscii(bytes)) return header === 'iso-2022-jp' || meta === 'iso-2022-jp' ? 'iso-2022-jp' : 'utf-8'
  if (isUtf8(bytes)) return 'utf-8'
  const claims = [header, meta].filter((claim): claim is string => claim !== null && !isWide(claim))
  const legacy = claims.filter((claim) => claim !== 'utf-8')
  // A server says iso-8859-1 for everything, and the page says Shift_JIS. The multi-byte claim can be checked, so
  // check it.
  const proven = legacy.find((claim) => isMultiByte(claim) && !decode(bytes, claim).includes('\uFFFD'))
  if (proven !== undefined) return proven
  if ((claims.includes('utf-8') || legacy.length === 0) && isMostlyUtf8(bytes)) return 'utf-8'
  return legacy[0] ?? guessCharset(bytes, decode)
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : null
}

const isWide = (charset: string): boolean => charset.startsWith('utf-16') || charset.startsWith('utf-32')
const isMultiByte = (charset: string): boolean => /^(?:shift_jis|euc-|gb18030|big5|iso-2022)/.test(charset)
// Markup in a two-byte encoding has a zero in every second byte.
const looksWide = (bytes: Uint8Array): boolean =>
  bytes.subarray(0, 64).filter((byte) => byte === 0).length >= Math.min(16, bytes.byteLength / 4)

function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes)
  const broken = text.match(/\uFFFD/g)?.length ?? 0
  const whole = text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0
  return broken <= whole * toleratedSlips
}

const isKnown = (name: string): boolean => name === 'utf-8' || name === 'iso-2022-jp' || iconv.encodingExists(name)

function decode(bytes: Uint8Array, charset: string): string {
  if (charset === 'utf-8' || charset === 'iso-2022-jp') return new TextDecoder(charset).decode(bytes)
  // Node's own decoder has read windows-1252 as latin1 in some releases; iconv-lite is the same everywhere.
  return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), charset)
}
