// @vitest-environment jsdom
import { cleanup, render } from '@testing-library/react'
import { afterEach, describe, expect, it } from 'vitest'
import { Markdown } from './markdown.tsx'

afterEach(cleanup)

const show = (text: string) => render(<Markdown text={text} />).container
const links = (text: string) => [...show(text).querySelectorAll('a')].map((link) => link.getAttribute('href'))
const blocks = (text: string) => [...(show(text).firstElementChild?.children ?? [])].map(({ tagName }) => tagName)

describe('markdown of an answer', () => {
  it('is paragraphs, headings, lists, tables, code and quotes', () => {
    const text = [
      '# Head\nOne **two *three*** `four`\nfive',
      '- a\n- b\n  goes on',
      '2. x\n3. y',
      '```js\nlet a = "<b>"\n```',
      '| A | B |\n|---|---|\n| 1 | **2** |',
      '> said',
    ].join('\n\n')
    expect(blocks(text)).toEqual(['H3', 'P', 'UL', 'OL', 'PRE', 'DIV', 'BLOCKQUOTE'])
    const shown = show(text)
    expect(shown.querySelector('p')?.textContent).toBe('One two three four\nfive')
    expect(shown.querySelector('strong em')?.textContent).toBe('three')
    expect(shown.querySelector('ol')?.getAttribute('start')).toBe('2')
    expect(shown.querySelector('pre')?.textContent).toBe('let a = "<b>"\n')
    expect([...shown.querySelectorAll('th,td')].map((cell) => cell.textContent)).toEqual(['A', 'B', '1', '2'])
  })

  it('keeps lists inside of lists', () => {
    const shown = show('- a\n  - b\n    1. c\n- d')
    expect(shown.querySelectorAll('ul ul ol li')).toHaveLength(1)
    expect(shown.querySelectorAll('div > ul > li')).toHaveLength(2)
  })

  it('links to http and https only, in a new tab that learns nothing', () => {
    expect(links('[a](https://a.example/x) and https://b.example/y.')).toEqual([
      'https://a.example/x',
      'https://b.example/y',
    ])
    const link = show('[a](https://a.example/x)').querySelector('a')!
    expect(['target', 'rel', 'referrerpolicy'].map((name) => link.getAttribute(name))).toEqual([
      '_blank',
      'noopener noreferrer nofollow',
      'no-referrer',
    ])
    for (const target of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>',
      'vbscript:x',
      'file:///etc/passwd',
      'mailto:a@b.example',
      '//evil.example',
      '/settings',
      'java\u0000script:x',
      '&#106;avascript:x',
    ])
      expect([target, links(`[click](${target})`)]).toEqual([target, []])
  })

  it('has no images and no HTML: they are words', () => {
    const shown = show(
      [
        '![x](https://evil.example/?q=secret)',
        '<img src=x onerror=alert(1)><script>alert(1)</script>',
        '[![i](https://evil.example/i)](https://evil.example/)\n',
        '<style>p{color:red}</style>\n',
        '![r]\n\n[r]: https://evil.example/r',
      ].join('\n'),
    )
    expect(shown.querySelectorAll('img,script,style')).toHaveLength(0)
    expect(shown.innerHTML).not.toMatch(/secret|evil\.example\/[ir]/)
    expect(shown.textContent).toContain('x\n<img src=x onerror=alert(1)><script>alert(1)</script>\ni')
  })

  it('takes back what escapes say, and leaves what is unfinished as it is', () => {
    expect(show('\\*not\\* \\<b\\>').textContent).toBe('*not* <b>')
    expect(show('half **bold and [a li').textContent).toBe('half **bold and [a li')
    expect(show('```\nhalf').querySelector('pre')?.textContent).toBe('half\n')
  })

  it('puts the end after the last word, or below what holds no words', () => {
    const parentOfEnd = (text: string) =>
      render(<Markdown text={text} end={<i />} />).container.querySelector('i')?.parentElement?.tagName
    expect(['', 'a', '- a\n- b', '- a\n\n- b', '> a', '```\na'].map(parentOfEnd)).toEqual([
      'DIV',
      'P',
      'LI',
      'P',
      'P',
      'DIV',
    ])
  })

  it('is read in time, whatever it holds', () => {
    const before = process.cpuUsage()
    for (const text of [
      '*'.repeat(20_000),
      '['.repeat(20_000),
      '`'.repeat(20_001),
      '**a '.repeat(5000),
      '[a]('.repeat(5000),
      '!['.repeat(10_000),
      '_a'.repeat(10_000),
    ])
      show(text)
    expect(process.cpuUsage(before).user).toBeLessThan(6_000_000)
  })
})
