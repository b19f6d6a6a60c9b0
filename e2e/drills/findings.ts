import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Serious and critical findings, each with the first element that has it. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() =>
    // The guards hold the Tab key inside of what is open: they hand the focus on as soon as they get it.
    (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['[data-base-ui-focus-guard]'] }),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html} (${nodes[0]!.failureSummary})`)
}
