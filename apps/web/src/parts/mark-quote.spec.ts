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

it('shows a quote above the page that no eye sees on it, and keeps the text of the page', () => {
  const page = markQuote('<title>&lt;i&gt;413</title><p>Hello &lt;b&gt;</p>', '<i>413')
  expect(marked(page)).toEqual(['<i>413'])
  expect(page).toContain('In the data of this page, not in its visible text: ')
  expect(page).toContain('Hello &lt;b&gt;')
  expect(marked(markQuote('<p>Hello</p>', ''))).toEqual([])
})

it('shows the mark dark on yellow, and where the frame begins', () => {
  expect(markQuote('<p>x</p>', 'x')).toMatch(
    /mark\[data-quote\]\{background:#ffe45c!important;color:#1c1c1c!important.*scroll-initial-target/,
  )
})
