import { ShallowParser } from './parse-html.ts'

/** Left out with everything inside them. */
const REMOVED = new Set([
  'script',
  'noscript',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'template',
  'portal',
  'audio',
  'video',
  'canvas',
])
/** Left out themselves; they contain nothing. */
const DROPPED = new Set(['link', 'meta', 'base', 'source', 'track', 'param', 'html', 'head', 'body'])
const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'input', 'wbr'])
const URL_ATTRIBUTES = new Set([
  'src',
  'srcset',
  'poster',
  'background',
  'action',
  'formaction',
  'data',
  'ping',
  'xlink:href',
  'href',
  'srcdoc',
  'manifest',
  'longdesc',
  'lowsrc',
  'dynsrc',
  'imagesrcset',
])
const NAME = /^[a-z][a-z0-9:-]*$/i
const POLICY =
  `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; ` +
  `style-src 'unsafe-inline'; img-src data:">`

/**
 * A stored page that only shows itself: no scripts, no requests, no links that go anywhere. Works on the stream of
 * tags, so that no depth of nesting can exhaust the stack. The frame that shows it is sandboxed as well. Either alone
 * would be enough.
 */
export function makeHarmless(html: string): string {
  const out: string[] = [`<!doctype html>${POLICY}`]
  let removed: string | null = null
  let depth = 0
  let inStyle = false
  let open = 0
  const parser = new ShallowParser(
    {
      get depth() {
        return open
      },
      onopentag(name, attributes) {
        open++
        if (removed) {
          if (name === removed) depth++
          return
        }
        if (REMOVED.has(name)) {
          removed = name
          depth = 1
        } else if (!DROPPED.has(name) && NAME.test(name)) {
          inStyle = name === 'style'
          out.push(`<${name}${cleanAttributes(name, attributes)}>`)
        }
      },
      ontext(text) {
        if (!removed) out.push(inStyle ? cleanCss(text).replaceAll('<', '') : escape(text))
      },
      onclosetag(name) {
        open--
        if (removed) {
          if (name === removed && --depth === 0) removed = null
          return
        }
        if (name === 'style') inStyle = false
        if (!DROPPED.has(name) && !VOID.has(name) && NAME.test(name)) out.push(`</${name}>`)
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  )
  parser.write(html)
  parser.end()
  return out.join('')
}

function cleanAttributes(element: string, attributes: Record<string, string>): string {
  let text = ''
  for (const [name, value] of Object.entries(attributes)) {
    if (!NAME.test(name) || name.startsWith('on')) continue
    const isPicture = name === 'src' && /^data:image\/(?:png|gif|jpe?g|webp)[;,]/i.test(value.trim())
    if (URL_ATTRIBUTES.has(name) && !isPicture) {
      // A reader wants to know where a link went.
      if (name === 'href' && element === 'a' && !attributes.title) text += ` title="${escape(value.slice(0, 200))}"`
      continue
    }
    text += ` ${name}="${escape(name === 'style' ? cleanCss(value) : value)}"`
  }
  return text
}

function cleanCss(css: string): string {
  // Removing a part can join the rest into another such part. So it is repeated until nothing is left to remove.
  let clean = css.replace(/[\\&]/g, '')
  for (let before = ''; before !== clean;) [before, clean] = [clean, clean.replace(/@import[^;]*;?/gi, '')]
  return clean.replace(/url\s*\(/gi, 'none(').replace(/image-set\s*\(|expression\s*\(|-moz-binding|behavior\s*:/gi, 'x')
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character]!)
}
