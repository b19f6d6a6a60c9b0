/*
 * A host that asks to come later, with 429 and 503 and `Retry-After`: for requests of columns and for pages. Counts
 * what comes before that time.
 * usage: node --conditions=source e2e/drills/polite-hosts.ts
 */
import { addColumn, addRows, createWebset } from '@enrichify/contracts'
import { describeMachine } from '../../bench/machine.mjs'
import { openList } from './held.ts'
import type { Receipt, Reply } from './receiver.ts'
import { makeRequestsSheet } from './requests-sheet.ts'
import { StrikeStack } from './strike-stack.ts'

const ROWS = 40
const WAIT_SECONDS = 3
/** A call that is marked as sent is sent, also if the host says so in that moment. A busy machine takes time for it. */
const ON_ITS_WAY_MS = 1000
const PAGE =
  '<html><head><title>Alder</title></head><body><h1>Alder Works</h1><p>Phone: +49 30 901820</p></body></html>'

console.log(await describeMachine())
const product = await StrikeStack.open()
const must = openList()
const { call, receiver } = product
try {
  for (const status of [429, 503]) {
    await strike(`requests-${status}`, status, (folder) =>
      makeRequestsSheet(call, {
        host: receiver.host,
        names: Array.from({ length: ROWS }, (_, at) => `row-${at}`),
        verb: 'POST',
        folder,
      }),
    )
    await strike(`pages-${status}`, status, makePagesSheet)
  }
} finally {
  await product.close()
}

/** The host says once, at its tenth request, that it wants to be left alone. */
async function strike(
  folder: string,
  status: number,
  make: (folder: string) => Promise<{ websetId: string }>,
): Promise<void> {
  const own: Receipt[] = []
  let told = 0
  let most = 0
  let under = 0
  receiver.reply = async (receipt): Promise<Reply> => {
    if (receipt.path === '/robots.txt') return { status: 404 }
    const place = own.push(receipt)
    most = Math.max(most, ++under)
    await new Promise((done) => setTimeout(done, 30))
    under--
    if (place === 10) {
      told = performance.now()
      return { status, headers: { 'retry-after': String(WAIT_SECONDS) } }
    }
    return folder.startsWith('pages') ? { headers: { 'content-type': 'text/html' }, body: PAGE } : {}
  }
  const { websetId } = await make(folder)
  const done = await product.end(await product.start(websetId))
  const early = own
    .map(({ at }) => at - told)
    .filter((after) => after > ON_ITS_WAY_MS && after < WAIT_SECONDS * 1000)
    .map((after) => `${after.toFixed(0)} ms`)
  must(
    told > 0 && early.length === 0 && done.cellsDone === ROWS && own.length === ROWS + 1,
    `${folder}: ${own.length} requests for ${done.cellsDone} of ${ROWS} rows, at most ${most} at a time; ` +
      `too early after the host asked for ${WAIT_SECONDS} s: ${early.join(', ') || 'none'}`,
  )
}

async function makePagesSheet(folder: string): Promise<{ websetId: string }> {
  const { id } = await call(createWebset, {
    body: { name: folder, columns: [{ name: 'Website', kind: 'url' as const }] },
  })
  const params = { id }
  const rows = Array.from({ length: ROWS }, (_, at) => ({ c1: `http://${receiver.host}/${folder}/${at}/` }))
  await call(addRows, { params, body: { rows } })
  await call(addColumn, { params, body: { fact: 'phone' } })
  return { websetId: id }
}
