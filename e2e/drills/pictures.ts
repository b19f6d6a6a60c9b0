import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
/*
 * Photographs every screen of the client, wide and narrow, light and dark, so that a person can look at all of them.
 * A screen that cannot be reached is named, and the others go on. Some screens begin where the one before ended, so
 * name that one too with --only.
 * usage: node --conditions=source e2e/drills/pictures.ts [--out FOLDER] [--only NAME,NAME] [--widths 1440,390]
 */
import { ChatModel } from '../../libs/features/src/testing/chat-model.ts'
import { OwnVisit, PICTURES } from '../setup/visit.ts'
import { CountingProvider, PRICE } from './counting-provider.ts'
import { Gallery } from './gallery.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(PICTURES, 'screens') },
    only: { type: 'string' },
    widths: { type: 'string', default: '1440,390' },
  },
})
const HEIGHTS: Record<string, number> = { 1440: 900, 390: 844 }

mkdirSync(values.out, { recursive: true })
const model = await ChatModel.open()
const provider = await CountingProvider.open()
const visit = await OwnVisit.open({
  settings: { OFFLINE: 'false', ALLOWED_PRIVATE_HOSTS: `${model.host},${provider.host}` },
  reducedMotion: 'reduce',
})
let missed = 0
try {
  const gallery = await Gallery.open(visit, model)
  const { model: name, ...price } = PRICE
  const counting = await connect(provider.host, name, price)
  const chatting = await connect(model.host, 'chat-1', price)
  await gallery.fill()
  // From here on, questions go to the model that streams.
  await visit.ask('/connections/order', { ids: [chatting.id, counting.id] })
  for (const width of values.widths.split(',')) {
    await gallery.signIn()
    await visit.page.setViewportSize({ width: Number(width), height: HEIGHTS[width] ?? 900 })
    for (const [screen, step] of Object.entries(gallery.screens)) {
      if (values.only && !values.only.split(',').includes(screen)) continue
      try {
        await step()
        for (const colorScheme of ['dark', 'light'] as const) {
          await turn(colorScheme)
          await photograph(`${screen}-${width}-${colorScheme}`)
        }
      } catch (error) {
        missed++
        console.log(`${screen} at ${width}: ${(error as Error).message.split('\n').slice(0, 4).join(' | ')}`)
        await photograph(`missed-${screen}-${width}`)
      }
    }
  }
} finally {
  await visit.close()
  await provider.close()
  model.close()
}
process.exitCode = missed ? 1 : 0

function connect(host: string, defaultModel: string, price: Omit<typeof PRICE, 'model'>): Promise<{ id: string }> {
  return visit.ask('/connections', {
    providerId: 'openai-compatible',
    settings: { baseUrl: `http://${host}/v1` },
    key: 'sk-pictures-0123456789',
    defaultModel,
    prices: [{ model: defaultModel, ...price }],
  })
}

/** The sheet is painted anew in the frame after the page has its new colours. */
async function turn(colorScheme: 'light' | 'dark'): Promise<void> {
  await visit.page.emulateMedia({ colorScheme })
  await visit.page.locator(`html[data-theme="${colorScheme}"]`).waitFor()
  await visit.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

async function photograph(picture: string): Promise<void> {
  await visit.page.screenshot({ path: join(values.out, `${picture}.png`), animations: 'disabled' })
}
