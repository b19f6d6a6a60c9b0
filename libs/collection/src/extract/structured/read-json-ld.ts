import type { Document } from 'domhandler'
import { isText } from 'domhandler'
import { elementsOf, rawTextOf } from '../dom-walk.ts'

/** A page that inlines more than this is a data dump. The rest is not read. */
const MAX_SCRIPT = 2_000_000
const MAX_BLOCKS = 200

/**
 * The JSON-LD blocks of a page in order, with arrays opened up. `null`, bare values and text that cannot be read as
 * JSON even leniently are left out.
 */
export function readJsonLd(document: Document): unknown[] {
  const found: unknown[] = []
  let blocks = 0
  for (const element of elementsOf(document)) {
    if (element.name !== 'script' || !/^\s*application\/ld\+json/i.test(element.attribs.type ?? '')) continue
    if ((blocks += 1) > MAX_BLOCKS) break
    const text = element.children.map((child) => (isText(child) ? child.data : '')).join('') || rawTextOf(element)
    const value = text.length > MAX_SCRIPT ? undefined : parseLenientJson(text)
    for (const each of Array.isArray(value) ? value : [value])
      if (typeof each === 'object' && each !== null) found.push(each)
  }
  return found
}

const ENTITIES: Record<string, string> = {
  '&quot;': '"',
  '&#34;': '"',
  '&#034;': '"',
  '&#x22;': '"',
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&#39;': "'",
  '&#039;': "'",
  '&apos;': "'",
  '&nbsp;': ' ',
}

/**
 * JSON as pages really contain it: also with comments, trailing commas, raw control characters in strings, HTML
 * comment or CDATA wrappers, escaped quotes. Undefined when hopeless.
 */
export function parseLenientJson(text: string): unknown {
  const tries = [
    () => text,
    () => repair(text),
    () =>
      repair(
        text.replaceAll(
          /&(?:quot|amp|lt|gt|apos|nbsp|#0?3[49]|#x22);/gi,
          (entity) => ENTITIES[entity.toLowerCase()] ?? entity,
        ),
      ),
  ]
  for (const attempt of tries) {
    try {
      return JSON.parse(attempt())
    } catch {
      // The next attempt forgives more.
    }
  }
  return undefined
}

/**
 * One pass over the characters, aware of strings: drops comments and trailing commas outside strings, and escapes
 * control characters inside.
 */
function repair(source: string): string {
  const text = source
    .replace(/^[\s;]*(?:\/\*+\s*)?(?:<!\[CDATA\[|\/\/\s*<!\[CDATA\[)(?:\s*\*\/)?/, '')
    .replace(/(?:\/\*\s*|\/\/\s*)?\]\]>(?:\s*\*\/)?[\s;]*$/, '')
    .replace(/;\s*$/, '')
  const out: string[] = []
  let inString = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string
    if (inString) {
      if (character === '\\') {
        const next = text[at + 1] ?? ''
        out.push(/["\\/bfnrtu]/.test(next) ? character + next : next === "'" ? next : `\\\\${next}`)
        at += 1
      } else if (character < ' ') out.push(`\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
      else {
        out.push(character)
        if (character === '"') inString = false
      }
    } else if (character === '/' && text[at + 1] === '/') {
      while (at < text.length && text[at] !== '\n') at += 1
    } else if (character === '/' && text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2)
      at = end < 0 ? text.length : end + 1
    } else if (text.startsWith('<!--', at)) {
      // A remark is removed whole. A wrapper around the data only loses its marks.
      const close = text.indexOf('-->', at)
      at = close > 0 && !/^<!--\s*[[{]/.test(text.slice(at, at + 80)) ? close + 2 : at + 3
    } else if (text.startsWith('-->', at)) {
      at += 2
    } else if (character === '}' || character === ']') {
      let last = out.length - 1
      while (last >= 0 && /^\s$/.test(out[last] as string)) last -= 1
      if (out[last] === ',') out.splice(last, 1)
      out.push(character)
    } else {
      out.push(character)
      if (character === '"') inString = true
    }
  }
  return out.join('')
}
