import { Document, Element, Text } from 'domhandler'
import { describe, expect, it } from 'vitest'
import { parseHtml } from '../parse-html.ts'
import { extractContent } from './extract-content.ts'
import { extractMetadata } from './extract-metadata.ts'
import { isoDate } from './iso-date.ts'

const url = 'https://www.example.com/news/2024/05/03/oak'
const sentence =
  'Oak has been the wood of choice for joiners in the valley for many generations, and the workshop ' +
  'still seasons every board for two years before it is cut. '
const article = `<!doctype html><html lang="en-GB"><head><title>Working with oak | Miller Joinery</title></head><body>
  <header class="site-header"><nav class="main-nav"><ul>
    <li><a href="/">Home</a></li><li><a href="/shop">Shop</a></li><li><a href="/contact">Contact us</a></li>
  </ul></nav></header>
  <div class="cookie-banner">We use cookies to improve your experience. <button>Accept all</button></div>
  <main><article class="post"><h1>Working with oak</h1>
  <div class="byline">By <span class="author-name">Jane Miller</span>
    <time datetime="2024-05-03T10:00:00+01:00">3 May 2024</time></div>
  <div class="entry-content"><p>${sentence.repeat(3)}</p>
  <h2>Seasoning</h2>
  <p>${sentence.repeat(2)}See <a href="/guide(1)">the guide</a> and <strong>be patient</strong>.</p>
  <ul>
    <li>Air drying takes about a year per inch of thickness in our climate.</li>
    <li>Kiln drying takes weeks, but the boards move more afterwards.</li>
  </ul>
  <p>${sentence.repeat(3)}</p>
  <script>alert('x')</script></div></article></main>
  <aside class="sidebar"><h3>Related posts</h3>
    <ul><li><a href="/a">Ten chairs</a></li><li><a href="/b">A table for twelve</a></li></ul></aside>
  <footer class="site-footer"><p>© 2024 Miller Joinery Ltd. All rights reserved.
    <a href="/privacy">Privacy policy</a></p></footer></body></html>`

describe('extractContent', () => {
  const { text, markdown } = extractContent({ document: parseHtml(article), url })

  it('keeps the article and drops the furniture', () => {
    for (const kept of ['Oak has been', 'Seasoning', 'Air drying', 'be patient']) expect(text).toContain(kept)
    for (const gone of ['Contact us', 'cookies', 'Ten chairs', 'All rights reserved', 'alert('])
      expect(text).not.toContain(gone)
  })

  it('writes Markdown with absolute links', () => {
    expect(markdown).toContain('## Seasoning')
    expect(markdown).toContain('[the guide](https://www.example.com/guide%281%29)')
    expect(markdown).toContain('**be patient**')
    expect(markdown).toMatch(/- Air drying .*\n- Kiln drying/)
  })

  it('lets no page write markup of its own', () => {
    const hostile = article.replace(
      'Air drying',
      '[x](javascript:alert(1)) &lt;img src=x onerror=1> <a href="javascript:alert(1)">press</a> Air drying',
    )
    const { markdown: written } = extractContent({ document: parseHtml(hostile), url })
    expect(written).not.toMatch(/(?<!\\)<img|(?<!\\)\]\(javascript/)
  })

  it('reads a page that lives in its noscript', () => {
    const shell =
      '<html><head><title>Oak - Forum</title></head><body><div id=app></div><noscript><div ' +
      `class="topic-body"><p>${sentence.repeat(20)}</p></div></noscript></body></html>`
    expect(extractContent({ document: parseHtml(shell), url }).text).toContain('Oak has been')
  })

  it('takes anything, however deep, without recursion and in time', () => {
    expect(extractContent({ document: parseHtml(''), url: 'not a url' })).toEqual({ text: '', markdown: '' })
    let deep: Element | Text = new Text(sentence.repeat(5))
    for (let n = 0; n < 100_000; n++) {
      const outer: Element = new Element('div', { class: 'author content' }, [deep])
      deep.parent = outer
      deep = outer
    }
    const document = new Document([deep])
    deep.parent = document
    expect(extractContent({ document, url }).text).toContain('Oak has been')
    expect(extractMetadata({ document, url }).author).toBeNull()
    // Anything quadratic would need ten thousand million steps and not end in this time on any machine.
  }, 20_000)
})

describe('extractMetadata', () => {
  it('reads what is on the page', () => {
    expect(
      extractMetadata({
        document: parseHtml(article),
        url,
        meta: { description: 'On oak.' },
        properties: [['og:site_name', 'Miller Joinery']],
      }),
    ).toEqual({
      title: 'Working with oak',
      author: 'Jane Miller',
      date: '2024-05-03T10:00:00+01:00',
      siteName: 'Miller Joinery',
      language: 'en-GB',
      description: 'On oak.',
    })
  })

  it('prefers what JSON-LD says of the article', () => {
    const jsonLd = [
      {
        '@graph': [
          { '@type': 'WebSite', name: 'The Site' },
          {
            '@type': ['NewsArticle'],
            headline: 'Head',
            author: [{ name: 'A B' }, { name: 'https://x' }, { name: 'C D' }],
            datePublished: '2020-01-02',
            publisher: { name: 'P' },
          },
        ],
      },
    ]
    expect(
      extractMetadata({ document: parseHtml('<title>t</title>'), jsonLd, url: 'https://a.example/' }),
    ).toMatchObject({ title: 'Head', author: 'A B, C D', date: '2020-01-02', siteName: 'The Site', language: null })
  })

  it('survives JSON-LD without bottom', () => {
    let deep: unknown = { '@type': 'Article', headline: 'x' }
    for (let n = 0; n < 100_000; n++) deep = [deep]
    expect(extractMetadata({ document: parseHtml(''), jsonLd: [deep], url: 'x' }).title).toBe('x')
  })
})

describe('isoDate', () => {
  it.each([
    ['2024-05-03', '2024-05-03'],
    ['2024-05-03T10:00:00Z', '2024-05-03T10:00:00Z'],
    ['2024-05-03 10:00+0200', '2024-05-03T10:00:00+02:00'],
    ['20240503', '2024-05-03'],
    ['3rd of May 2024', '2024-05-03'],
    ['Posted on May 3, 2024 by X', '2024-05-03'],
    ['Fri, 03 May 2024 10:00:00 GMT', '2024-05-03'],
    ['2024-02-31', null],
    ['03/04/2024', null],
    ['soon', null],
    [null, null],
  ])('%s', (text, expected) => expect(isoDate(text)).toBe(expected))
})
