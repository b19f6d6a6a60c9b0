// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { markQuote } from './mark-quote.ts'

const marked = (html: string) =>
  [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('mark')].map((mark) => mark.textContent)

it('marks the quote, also where tags and line breaks cut it', () => {
  const html = '<style>p{}</style><p>Call us: <b>413</b> 555\n  <i>0142</i> today.</p>'
  expect(marked(markQuote(html, 'Call us: 413 555 0142'))).toEqual(['Call us:', '413', '555', '0142'])
  expect(marked(markQuote(html, '0142'))).toEqual(['0142'])
})

it('leaves a page alone that does not show the quote, and keeps its text', () => {
  const page = markQuote('<title>413</title><p>Hello &lt;b&gt;</p>', '413')
  expect(marked(page)).toEqual([])
  expect(page).toContain('Hello &lt;b&gt;')
})

it('shows the mark dark on yellow, and where the frame begins', () => {
  expect(markQuote('<p>x</p>', 'x')).toMatch(
    /mark\[data-quote\]\{background:#ffe45c!important;color:#1c1c1c!important.*scroll-initial-target/,
  )
})
