/** Pages bring their own styles, so these two must win. Dark text on a strong yellow is readable in light and dark. */
const STYLE =
  '<style>' +
  'html{color-scheme:light;background:#fff;color:#1c1c1c}' +
  'mark[data-quote]{background:#ffe45c!important;color:#1c1c1c!important;opacity:1!important;' +
  'outline:2px solid #7a4b00!important;outline-offset:1px;scroll-initial-target:nearest}' +
  'p[data-quote-note]{margin:0 0 12px!important;padding:8px 10px!important;border-bottom:1px solid #999!important;' +
  'background:#f4f4f4!important;color:#1c1c1c!important;font:13px/1.5 system-ui,sans-serif!important;' +
  'overflow-wrap:anywhere}' +
  '</style>'

interface Place {
  node: Text
  offset: number
}

/**
 * The page with the words of the quote marked, wherever its tags cut them; the frame begins there. A quote that no eye
 * sees on the page (of structured data, for example) is shown above the page.
 */
export function markQuote(html: string, quote: string): string {
  // Nothing in such a document runs or loads.
  const page = new DOMParser().parseFromString(html, 'text/html')
  const { text, places } = readText(page)
  const wanted = plain(quote)
  const at = wanted === '' ? -1 : text.indexOf(wanted)
  if (at >= 0) mark(page, places.slice(at, at + wanted.length))
  else if (wanted !== '') showAbove(page, quote)
  return STYLE + page.documentElement.outerHTML
}

/** The visible text, with each of its characters' place. White space counts for nothing. */
function readText(page: Document): { text: string; places: Place[] } {
  const places: Place[] = []
  let text = ''
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
    if (node.parentElement?.closest('style, title')) continue
    for (let offset = 0; offset < node.data.length; offset++) {
      const character = plain(node.data[offset]!)
      text += character
      for (let count = 0; count < character.length; count++) places.push({ node, offset })
    }
  }
  return { text, places }
}

function mark(page: Document, places: readonly Place[]): void {
  const pieces = new Map<Text, { from: number; to: number }>()
  for (const { node, offset } of places) {
    const piece = pieces.get(node)
    pieces.set(node, { from: piece?.from ?? offset, to: offset + 1 })
  }
  for (const [node, { from, to }] of pieces) {
    const words = node.splitText(from)
    words.splitText(to - from)
    const frame = page.createElement('mark')
    frame.dataset.quote = ''
    words.replaceWith(frame)
    frame.append(words)
  }
}

function showAbove(page: Document, quote: string): void {
  const note = page.createElement('p')
  note.dataset.quoteNote = ''
  note.append('In the data of this page, not in its visible text: ')
  const words = page.createElement('mark')
  words.dataset.quote = ''
  words.textContent = quote
  note.append(words)
  page.body.prepend(note)
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[\s\u00ad\u200b]+/g, '')
}
