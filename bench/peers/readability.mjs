import { createWriteStream } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'
/*
 * The peer of `enrichify extract`: Readability.js on linkedom, with Turndown for the Markdown. The same files in,
 * JSON Lines out.
 * usage: node bench/peers/readability.mjs <folder> <out.jsonl>
 */
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import TurndownService from 'turndown'

const [folder, out] = process.argv.slice(2)
const turndown = new TurndownService()

async function* lines() {
  for (const name of (await readdir(folder)).sort()) {
    const bytes = await readFile(join(folder, name))
    const html = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
    let text = ''
    let markdown = ''
    try {
      const article = new Readability(parseHTML(html).document).parse()
      text = article?.textContent ?? ''
      markdown = turndown.turndown(parseHTML(`<body>${article?.content ?? ''}</body>`).document.body)
    } catch {
      // A page that it cannot read counts as empty.
    }
    yield JSON.stringify({ source: name, text, markdown }) + '\n'
  }
}
await pipeline(Readable.from(lines()), createWriteStream(out))
