import { openExtraction, readConfig } from '@enrichify/features'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fromHere, type CliCommand } from './command.ts'

export const extractCommand: CliCommand = {
  register(program) {
    program
      .command('extract <input>')
      .description('facts, main text and metadata of a file, a folder of .html and .html.gz, a URL or a WARC archive')
      .requiredOption('--out <file>', 'JSON Lines to write')
      .option('--offline', 'refuse every request')
      .action(extract)
  },
}

async function extract(input: string, options: { out: string; offline?: boolean }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'enrichify-'))
  const config = { ...readConfig(process.env), DATA_DIR: folder, OFFLINE: options.offline ?? false }
  const services = openExtraction(config)
  const began = performance.now()
  let pages = 0
  const lines = async function* (): AsyncGenerator<string> {
    for await (const document of services.extraction.extract(/^https?:\/\//i.test(input) ? input : fromHere(input))) {
      pages++
      yield JSON.stringify(document) + '\n'
    }
  }
  try {
    await pipeline(Readable.from(lines()), createWriteStream(fromHere(options.out)))
  } finally {
    await services.close()
    await rm(folder, { recursive: true, force: true })
  }
  const seconds = (performance.now() - began) / 1000
  process.stderr.write(`${pages} pages in ${seconds.toFixed(1)} s (${(pages / seconds).toFixed(0)} pages/s)\n`)
}

