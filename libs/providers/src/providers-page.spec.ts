import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { PROVIDERS } from './registry.ts'

it('docs/providers.md names every service with how it was tested (else: npm run providers-page)', () => {
  const page = readFileSync(new URL('../../../docs/providers.md', import.meta.url), 'utf8')
  for (const { label, provenance } of PROVIDERS) {
    expect(page).toContain(`[${label}]`)
    expect(page).toContain(provenance.checked)
  }
})
