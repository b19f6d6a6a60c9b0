import { verifyQuote, type FactKind } from '@enrichify/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extractPage } from './extract-page.ts'

const read = (body: string, url = 'https://www.acme.com/contact') =>
  extractPage({ html: `<html lang="en"><body>${body}</body></html>`, url })
const valuesOf = (body: string, kind: FactKind, url?: string) => [
  ...new Set(
    read(body, url)
      .facts.filter((fact) => fact.kind === kind)
      .map((fact) => fact.value),
  ),
]

describe('evidence text', () => {
  it('reads in order: lines at blocks and breaks, tabs between cells, hidden parts out', () => {
    const { evidence } = read(
      '<p>One <b>t</b>wo<br>three</p><style>x{}</style><div style="display: none">gone</div><span ' +
        'hidden>gone</span><noscript>gone</noscript><table><tr><td>a</td><td> b </td></tr></table><ul>' +
        '<li>c<li>d</ul>',
    )
    expect(evidence.text).toBe('One two\nthree\na\tb\nc\nd')
  })

  it('keeps a folded panel that a visitor can open', () => {
    expect(
      read(`<div style="display:none">${'<p>Our office in Bremen has a long story to tell.</p>'.repeat(6)}</div>`)
        .evidence.text,
    ).toContain('Bremen')
  })

  it('keeps a small folded panel that is named one, and no message', () => {
    const { evidence } = read(
      '<div class="accordion-body" style="display:none"><p>8200 Coral Sea Street<br>Mounds View</p></div>' +
        '<div class="error-message" style="display:none"><p>Something went wrong with your order.</p></div>',
    )
    expect(evidence.text).toBe('8200 Coral Sea Street\nMounds View')
  })

  it('puts unseen values behind it, each with its label', () => {
    const { evidence } = extractPage({
      url: 'https://acme.com',
      html:
        '<title>Acme</title><meta name=description content="We make anvils for everybody."><p>Hi <script ' +
        'type="application/ld+json">{"@type":"Organization","telephone":"+1 905 335 7959"}</script><a ' +
        'href="mailto:jo@acme.com?subject=x">Mail</a>',
    })
    expect(evidence.text.split('\n')).toEqual([
      'Hi Mail',
      'title: Acme',
      'description: We make anvils for everybody.',
      'telephone: +1 905 335 7959',
      'email: jo@acme.com',
    ])
    expect(evidence.segments.map((segment) => segment.kind)).toEqual(['text', 'title', 'meta', 'json-ld', 'mailto'])
    expect(evidence.hash).toMatch(/^[\da-f]{64}$/)
  })

  it('holds whatever the page holds: quotes at their offsets, segments in order, no lone surrogates', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<div>',
      '</table>',
      '<td>',
      '<tr>',
      'Tel: 905-335-7959',
      'Fax (905) 335-7958',
      ' Jane Doe, President ',
      '12 High Street<br>Auburn, CA 95602',
      '\uD800',
      '&shy;',
      '<a href="tel:+19053357959">',
      'info@acme.com',
      '<script type="application/ld+json">{"name":"x","telephone":"905-335-7959"}</script>',
      'Mon-Fri 9am-5pm',
      '© 2020 Acme Inc',
      '<',
      '&#0;',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const { evidence, facts } = read(pieces.join(' '))
        for (const fact of facts) expect(evidence.text.slice(fact.start, fact.end)).toBe(fact.quote)
        for (const fact of facts) expect(verifyQuote({ text: evidence.text, ...fact })).toMatchObject({ ok: true })
        expect(/\p{Surrogate}/u.test(evidence.text)).toBe(false)
        for (const [index, segment] of evidence.segments.entries())
          expect(segment.start).toBeGreaterThanOrEqual(evidence.segments[index - 1]?.end ?? 0)
      }),
      { numRuns: 150 },
    )
  })
})

describe('hostile pages', () => {
  it.each([
    ['100,000 nested elements', '<div>'.repeat(100_000) + 'deep' + '</div>'.repeat(100_000)],
    ['nesting that never closes', '<b>'.repeat(100_000) + '</i>'.repeat(50_000)],
    ['nested items', '<div itemscope itemprop=a>'.repeat(20_000)],
    ['deep JSON-LD', `<script type="application/ld+json">${'['.repeat(50_000)}${']'.repeat(50_000)}</script>`],
    ['nothing but digits', '5551234567 '.repeat(100_000)],
    ['one endless word', 'a'.repeat(2_000_000)],
    ['one endless line of names', 'John Smith Jane '.repeat(60_000)],
    ['at signs', 'a@'.repeat(300_000)],
    ['open angle brackets', '<'.repeat(1_000_000)],
    ['addresses without end', '12 High Street, Auburn, CA, '.repeat(40_000)],
    ['dots and dashes', '1-.(-'.repeat(200_000)],
    ['capitals', 'A. '.repeat(300_000)],
    ['opening hours', 'Mon 9-5 '.repeat(100_000)],
  ])('%s are read in seconds', (_name, html) => {
    const before = process.cpuUsage()
    const { evidence } = extractPage({ html, url: 'https://a.com/' })
    expect(typeof evidence.text).toBe('string')
    // The time of the processor: what else the machine does at the moment is not counted.
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000)
  })

  it('still reads the text of elements below the depth limit', () => {
    expect(
      extractPage({
        html: `${'<div>'.repeat(2_000)}Tel: 905-335-7959${'</div>'.repeat(2_000)}<p>after`,
        url: 'https://a.ca/',
      }).evidence.text,
    ).toBe('Tel: 905-335-7959\nafter')
  })
})

describe('facts', () => {
  it('takes an application shell for empty', () => {
    expect(
      extractPage({ html: '<div id="root"></div><script src="/app.js"></script>', url: 'https://a.com' }).looksEmpty,
    ).toBe(true)
    expect(read('<p>Short</p>').looksEmpty).toBe(false)
  })

  it('opens the ways in which addresses hide', () => {
    expect(
      valuesOf('info [at] acme [dot] com, jo(at)acme.com, &#105;nfo2&#64;acme.com', 'email')
        .map(String)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['info2@acme.com', 'info@acme.com', 'jo@acme.com'])
    expect(
      valuesOf('<a class="__cf_email__" data-cfemail="4821262e2708292b252d662b2725">[email protected]</a>', 'email'),
    ).toEqual(['info@acme.com'])
    expect(valuesOf('Look at our shop. Mail you@example.com', 'email')).toEqual([])
  })

  it("takes addresses at the page's own host under any top-level domain", () => {
    const page =
      '<a href="mailto:hello@rye.example">Mail</a> office [at] rye [dot] example, ' +
      'else@other.example<script type="application/ld+json">{"@type":"Bakery",' +
      '"email":"shop@post.rye.example"}</script>'
    expect(
      valuesOf(page, 'email', 'https://www.rye.example/')
        .map(String)
        .toSorted((a, b) => (a < b ? -1 : 1)),
    ).toEqual(['hello@rye.example', 'office@rye.example', 'shop@post.rye.example'])
    expect(valuesOf(page, 'email', 'https://elsewhere.com/')).toEqual([])
  })

  it('tells the country of a number with its prefix, and reads a street with a number like one as a street', () => {
    expect(valuesOf('Phone: +353 20 911 2345', 'country')).toEqual(['IE'])
    expect(valuesOf('<p>1800 Pyramid Place<br>Memphis, TN 38132</p>', 'phone')).toEqual([])
  })

  it('takes the part of the title that the host spells for the name', () => {
    const { facts } = extractPage({
      html: '<title>Clínica Dental Arroyo – Dentistas en Valencia</title>',
      url: 'https://clinica-arroyo.es/',
    })
    expect(facts.find((fact) => fact.kind === 'company_name')?.value).toBe('Clínica Dental Arroyo')
  })

  it('gives one fact for one business in two encodings', () => {
    const jsonLd =
      '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Dentist",' +
      '"name":"Acme Dental","telephone":"+1 905-335-7959","address":{"@type":"PostalAddress",' +
      '"streetAddress":"2 High St","addressLocality":"Burlington","postalCode":"L7P 1Y7"}}</script>'
    const microdata =
      '<div itemscope itemtype="https://schema.org/Dentist"><meta itemprop=name content="Acme Dental">' +
      '<meta itemprop=telephone content="+1 905-335-7959"><div itemprop=address itemscope ' +
      'itemtype="https://schema.org/PostalAddress"><meta itemprop=streetAddress content="2 High St">' +
      '<meta itemprop=addressLocality content=Burlington><meta itemprop=postalCode content="L7P 1Y7">' +
      '</div></div>'
    const facts = (html: string) =>
      read(html)
        .facts.map(({ kind, value }) => `${kind} ${JSON.stringify(value)}`)
        .toSorted()
    expect(facts(jsonLd)).toHaveLength(5)
    expect(facts(microdata)).toEqual(facts(jsonLd))
  })

  it('reads contact cards that class names mark, and no blog authors', () => {
    const { facts } = read(
      '<div class="vcard"><span class="fn">Thandiwe Nkosi</span>, <span class="title">Head of ' +
        'Sales</span><a class="email" href="mailto:thandiwe@acme.com">Mail</a></div><div class="h-card"><b ' +
        'class="p-name">Acme Dental</b> <span class="p-street-address">2 High St</span></div><p ' +
        'class="author vcard"><a class="fn">Rosa Diaz</a></p>',
    )
    const marked = facts.filter((fact) => fact.origin === 'microdata').map(({ kind, value }) => [kind, value])
    expect(marked).toEqual([
      ['email', 'thandiwe@acme.com'],
      ['people', { name: 'Thandiwe Nkosi', title: 'Head of Sales' }],
      ['company_name', 'Acme Dental'],
      ['street', '2 High St'],
    ])
  })

  it('knows profiles from share buttons', () => {
    expect(
      valuesOf(
        '<a href="https://www.facebook.com/acme/?ref=x">f</a><a ' +
          'href="https://www.facebook.com/sharer/sharer.php?u=y">share</a><a ' +
          'href="https://twitter.com/intent/tweet">t</a>',
        'social',
      ),
    ).toEqual([{ network: 'facebook', url: 'https://facebook.com/acme' }])
  })

  it('reads the year of the beginning', () => {
    expect(valuesOf('<p>Founded in 1987 by two friends.</p><p>© 2020 Acme</p>', 'founded')).toEqual([1987])
    expect(valuesOf('<p>Familienbetrieb seit 1899</p>', 'founded')).toEqual([1899])
  })

  it('resolves links against the base', () => {
    expect(
      extractPage({
        html: '<base href="/sub/"><a href="x.html">X</a><a href="mailto:a@b.com">m</a>',
        url: 'https://a.com/p/q',
      }).links,
    ).toEqual([{ url: 'https://a.com/sub/x.html', text: 'X', rel: '' }])
  })
})
