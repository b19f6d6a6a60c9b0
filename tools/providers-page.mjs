// Writes docs/providers.md from the registry, so that the page says what the code knows about each service.
import { writeFileSync } from 'node:fs'
import { PROVIDERS } from '@enrichify/providers'

const KINDS = { llm: 'Models', search: 'Search', reader: 'Readers', data: 'Data' }
const LABELS = { recorded: 'recorded', contract: 'from its documentation', unverified: 'unverified' }
const dollars = (micros) => `$${(micros / 1_000_000).toLocaleString('en', { maximumFractionDigits: 6 })}`

export function renderProvidersPage() {
  const lines = [
    '# Providers',
    '',
    'Generated from the registry by `npm run providers-page`; a test compares the two.',
    '',
    '**Recorded**: the tests replay bytes that the real service sent. **From the contract**: they ' +
      'replay the published contract and its example answers. Nothing was ever sent to a live service ' +
      'from here, because there is no key and no way out. Every adapter passes the conformance suite of its ' +
      'kind: 24 faults with their class and their charge, time-out, cancel, one request per call, and ' +
      'the key in no message and no address. Streams are cut at 160 places each.',
    '',
    'Each list price has the day on which it was noted. Prices change: your own price (Settings, ' +
      'Providers) wins, and a model without a price is not asked.',
  ]
  for (const [kind, title] of Object.entries(KINDS)) {
    lines.push(
      '',
      `## ${title}`,
      '',
      '| Service | Tested | With what | What has not been tried | Price |',
      '| --- | --- | --- | --- | --- |',
    )
    for (const provider of PROVIDERS.filter((each) => each.kind === kind)) {
      const price =
        provider.kind === 'llm'
          ? provider.models
              .map(
                (model) =>
                  `${model.id}: ${dollars(model.price.inputMicrosPerMillion)} in, ` +
                  `${dollars(model.price.outputMicrosPerMillion)} out per million (${model.price.asOf})`,
              )
              .join('<br>') || 'yours to set'
          : provider.price
            ? provider.price.microsPerCall === 0
              ? 'free'
              : `${dollars(provider.price.microsPerCall)} per call (${provider.price.asOf})`
            : 'yours to set'
      lines.push(
        `| [${provider.label}](${provider.homepage})${provider.legacy ? `<br>*${provider.legacy}*` : ''} | ` +
          `${LABELS[provider.provenance.label]} | ${provider.provenance.checked} | ` +
          `${provider.provenance.unchecked} | ${price} |`,
      )
    }
  }
  lines.push(
    '',
    'The built-in reader (HTTP, then Chromium) needs no connection and is tested on hostile origins ' +
      'and pages of its own. The built-in search looks through the stored pages (PostgreSQL full text): ' +
      'no key, no network. Practice answers come from recordings in the repository.',
    '',
  )
  return lines.join('\n')
}

if (process.argv[1]?.endsWith('providers-page.mjs'))
  writeFileSync(new URL('../docs/providers.md', import.meta.url), renderProvidersPage())
