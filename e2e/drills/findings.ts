import axe from 'axe-core'
import type { Page } from 'playwright-core'

/** Serious and critical findings, each with the first element that has it. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  await atRest(page)
  const { violations } = await page.evaluate(() =>
    // The guards hold the Tab key inside of what is open: they hand the focus on as soon as they get it.
    (globalThis as unknown as { axe: typeof axe }).axe.run({ exclude: ['[data-base-ui-focus-guard]'] }),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]!.html} (${nodes[0]!.failureSummary})`)
}

/**
 * Resolves when nothing appears, moves or changes its colour any more. What is half transparent has no contrast that
 * could be judged, and the shortest animation has a first frame. Those without an end are part of the picture.
 */
async function atRest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const under = () =>
      document
        .getAnimations()
        .filter(({ playState, effect }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
    // What has just opened begins its animation with the next frame.
    await new Promise(requestAnimationFrame)
    for (let all = under(); all.length > 0; all = under()) await Promise.allSettled(all.map(({ finished }) => finished))
  })
}
