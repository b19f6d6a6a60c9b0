import { joined } from '@enrichify/domain'
// First bytes of files that servers sometimes label as HTML.
const magics = [
  '%PDF',
  '\x89PNG',
  'GIF8',
  '\xFF\xD8\xFF',
  'PK\x03\x04',
  '\x1F\x8B',
  'RIFF',
  'OggS',
  'ID3',
  '\x7FELF',
  'MZ\x90',
  'wOFF',
  'wOF2',
  '\0\0\x01\0',
  '%!PS',
  '{\\rtf',
  'Rar!',
  '7z\xBC\xAF',
  '\xCA\xFE\xBA\xBE',
  'BZh',
  '\xFD7zXZ',
  '\0asm',
]
const htmlStart = new RegExp(
  joined`
    ^\s*(?:
      <!doctype\s+html|<html|<head|<body|<title|<meta|<script|<style|<link|<table|<div|<p[\s>]|<a\s
      |<h[1-6][\s>]|<br|<font|<center|<iframe|<frameset|<!--
      |<\?xml[^>]*\?>\s*(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html)
    )
  `,
  'i',
)

/**
 * What a body is, by its label and its first bytes. A label of HTML is believed unless the bytes deny it. Other
 * labels only give way to unmistakable HTML.
 */
export function sniffBody(body: Uint8Array, contentType: string | undefined): 'html' | 'text' | 'other' {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const head = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 4096)).toString('latin1')
  const wide = head.startsWith('\xFF\xFE') || head.startsWith('\xFE\xFF')
  const text = wide ? head.replaceAll('\0', '').slice(2) : head.replace(/^\xEF\xBB\xBF/, '')
  if (magics.some((magic) => text.startsWith(magic)) || (!wide && isBinary(text))) return 'other'
  if (htmlStart.test(text)) return type === 'image/svg+xml' ? 'other' : 'html'
  if (type === 'text/html' || type === 'application/xhtml+xml')
    return /^\s*[[{]\s*["{[\]}]/.test(text) ? 'text' : 'html'
  if (/^(?:text\/|application\/(?:.*\+)?(?:xml|json)|application\/(?:ld\+json|javascript))/.test(type)) return 'text'
  return type === '' && /<[a-z][a-z0-9]*[\s>]/i.test(text) ? 'html' : 'other'
}

const NOT_TEXT = new RegExp(
  joined`
    ^(?:
      image\/|audio\/|video\/|font\/
      |application\/(?:pdf|zip|gzip|x-gzip|x-tar|msword|vnd\.|x-shockwave|wasm|x-msdownload)
    )
  `,
)

/**
 * Whether the label alone says that the body is worth reading: HTML, text, nothing, or the label of servers that do
 * not know.
 */
export function mayBeText(contentType: string | null): boolean {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  return !NOT_TEXT.test(type)
}

// Text never contains NUL and hardly any control characters, even in the oddest legacy encoding.
function isBinary(text: string): boolean {
  let controls = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    // Tab to carriage return, and the escape by which ISO-2022-JP changes its set.
    if (code < 32 && !(code >= 9 && code <= 13) && code !== 27) controls++
  }
  return text.includes('\0\0') || controls > text.length * 0.02 + 2
}
