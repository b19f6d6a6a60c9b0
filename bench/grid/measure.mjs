/* node measure.mjs [grids, by commas] [rounds]. See README.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { hook } from './hook.js'

const ALL = ['glide', 'glide-next', 'canvas', 'vtable', 'revogrid', 'univer']
const names = process.argv[2]?.split(',') ?? ALL
const rounds = Number(process.argv[3] ?? 3)
const here = import.meta.dirname
const page = (name) => `<!doctype html><meta charset="utf-8"><title>${name}</title>
<style>html,body,#root{margin:0;height:100%;width:100%;overflow:hidden}</style>
<div id="root"></div><div id="portal" style="position:fixed;left:0;top:0"></div>
<script type="module" src="/pages/${name === 'glide-next' ? 'glide' : name}.js"></script>`

/** One page each; Glide's alpha is the page of Glide with the other package. */
const pages = {
  name: 'pages',
  resolveId: (id) => (id.endsWith('.html') ? id : undefined),
  load: (id) => (id.endsWith('.html') ? page(id.replace(/^.*\/|\.html$/g, '')) : undefined),
}
for (const name of ['react-only', ...names]) {
  await build({
    root: here,
    logLevel: 'error',
    plugins: [pages],
    resolve: { alias: name === 'glide-next' ? { '@glideapps/glide-data-grid': 'glide-next' } : {} },
    build: { outDir: `dist/${name}`, emptyOutDir: true, rollupOptions: { input: join(here, `${name}.html`) } },
    base: `/${name}/`,
  })
}
const server = await preview({ root: here, logLevel: 'error', preview: { port: 0, host: '127.0.0.1' } })
const address = server.resolvedUrls.local[0]

const scripts = (name) => {
  const folder = join(here, 'dist', name, 'assets')
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'))
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0)
}
const browser = await chromium.launch({
  ...(process.env.CHROMIUM_PATH ? { executablePath: process.env.CHROMIUM_PATH } : {}),
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run'],
})
const middle = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]

async function measure(name) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const tab = await context.newPage()
  await tab.addInitScript(hook)
  const devtools = await context.newCDPSession(tab)
  await tab.goto(`${address}${name}/${name}.html`, { waitUntil: 'commit' })
  const first = await tab.evaluate(() => window.firstCells)
  await tab.waitForFunction(() => window.grid !== undefined)
  await tab.waitForTimeout(1500)
  for (let time = 0; time < 2; time++) await devtools.send('HeapProfiler.collectGarbage')
  const heap = (await devtools.send('Runtime.getHeapUsage')).usedSize / 2 ** 20

  const ones = []
  for (let n = 0; n < 21; n++)
    ones.push(
      await tab.evaluate(async (time) => {
        await new Promise((later) => requestAnimationFrame(() => setTimeout(later)))
        const text = `one${time}now`
        const seen = window.until(text)
        const began = performance.now()
        await window.grid.set(3 + (time % 10), 1 + (time % 4), text)
        return (await seen) - began
      }, n),
    )
  const thousands = []
  for (let n = 0; n < 5; n++)
    thousands.push(
      await tab.evaluate(async (time) => {
        await new Promise((later) => requestAnimationFrame(() => setTimeout(later)))
        const cells = []
        for (let row = 0; row < 50; row++)
          for (let column = 0; column < 20; column++) cells.push([row, column, `m${time}r${row}c${column}`])
        const seen = window.until(`m${time}r20c3`)
        const began = performance.now()
        await window.grid.setMany(cells)
        return (await seen) - began
      }, n),
    )

  const scroll = async (gestures) => {
    await tab.evaluate(() => (window.stopFrames = window.countFrames()))
    for (const gesture of gestures)
      await devtools.send('Input.synthesizeScrollGesture', { x: 800, y: 500, gestureSourceType: 'mouse', ...gesture })
    return tab.evaluate(() => window.stopFrames())
  }
  const down = await scroll([{ yDistance: -40_000, speed: 8000 }])
  const across = await scroll([-2000, 2000, -2000, 2000, -2000].map((xDistance) => ({ xDistance, speed: 2000 })))
  const jump = await tab.evaluate(async () => {
    const seen = window.until('r150000 c0 value')
    const began = performance.now()
    await window.grid.jump(150_000)
    return (await seen) - began
  })

  await tab.evaluate(async () => {
    await window.grid.jump(0)
    window.source.show(0, 499)
    await new Promise((later) => setTimeout(later, 600))
  })
  await tab.mouse.click(420, 200)
  await tab.evaluate(() => (window.began = performance.now()))
  await tab.keyboard.press('Control+a')
  const all = await tab.evaluate(async () => {
    await new Promise((later) => requestAnimationFrame(() => requestAnimationFrame(later)))
    return performance.now() - window.began
  })
  await tab.mouse.click(620, 330)
  await tab.evaluate(async () => {
    await window.grid.select(500)
    await new Promise((later) => setTimeout(later, 300))
    window.copied = null
    const start = (event) => event.key === 'c' && (window.began = performance.now())
    window.addEventListener('keydown', start, { capture: true })
  })
  await tab.keyboard.press('Control+c')
  await tab.waitForFunction(() => window.copied !== null, null, { timeout: 15_000 })
  const copied = await tab.evaluate(() => {
    const lines = window.copied.text.split(/\r?\n/).filter(Boolean)
    return { ms: window.copied.at - window.began, cells: lines.length * lines[0].split('\t').length }
  })
  await context.close()
  return {
    'first cells, ms': first,
    'heap, MB': heap,
    'one cell, ms': middle(ones),
    '1,000 cells, ms': middle(thousands),
    'down, frames/s': down.perSecond,
    'down, worst ms': down.worst,
    'across, frames/s': across.perSecond,
    'across, worst ms': across.worst,
    'jump, ms': jump,
    'select all, ms': all,
    'copy, ms': copied.ms,
    'copied cells': copied.cells,
  }
}

const found = Object.fromEntries(names.map((name) => [name, []]))
for (let round = 0; round < rounds; round++) for (const name of names) found[name].push(await measure(name))
const table = Object.entries(found).map(([name, results]) => {
  const lines = Object.keys(results[0]).map((line) => [line, middle(results.map((each) => each[line])).toFixed(1)])
  const size = ((scripts(name) - scripts('react-only')) / 1000).toFixed(1)
  return [name, Object.fromEntries([...lines, ['gzip, kB', size]])]
})
console.log(`Chromium ${browser.version()}`)
console.table(Object.fromEntries(table))
await browser.close()
await server.close()
