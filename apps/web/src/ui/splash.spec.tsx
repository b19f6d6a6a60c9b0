// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { render } from '@testing-library/react'
import { expect, it } from 'vitest'
import { Splash } from './splash.tsx'

const PAGE = join(import.meta.dirname, '../../index.html')

/** The same markup in one spelling: white space between elements and `aria-hidden` are written differently. */
function elements(root: Element): string[] {
  return [...root.querySelectorAll('*')].map((element) => {
    const own = [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort()
    const text = element.children.length === 0 ? element.textContent.trim() : ''
    return [element.tagName.toLowerCase(), ...own, text].join(' ').trim()
  })
}

it('the page shows name and logo before any script runs, as React draws them', () => {
  const page = new DOMParser().parseFromString(readFileSync(PAGE, 'utf8'), 'text/html')
  const drawn = elements(render(<Splash />).container)
  expect(elements(page.querySelector('#root')!)).toEqual(drawn)
  expect(drawn.join('\n')).toContain('Enrichify')
})
