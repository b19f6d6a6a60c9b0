import { expect, it } from 'vitest'
import { storedPageDocument } from './stored-page.tsx'

it('puts the policy before the page', () => {
  const document = storedPageDocument('<script>alert(1)</script><img src="http://example.com/pixel">')
  expect(document.indexOf('Content-Security-Policy')).toBeLessThan(document.indexOf('<script>'))
  expect(document).toContain("default-src 'none'")
})
