import { createWriteStream, statSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { listPages, openExtraction, readConfig, type DocumentExtraction } from '@enrichify/features'
import { extractInParallel } from '../extract-pool.ts'
import { fromHere, type CliCommand } from './command.ts'

/** Fewer pages than this are finished before another thread has loaded its code. */
const PAGES_PER_THREAD = 40

export const extractCommand: CliCommand = {
  register(program) {
    program
      .command('extract <input>')
      .description('facts, main text and metadata of a file, a folder of .html and .html.gz, a URL or a WARC archive')
      .requiredOption('--out <file>', 'JSON Lines to write')
      .option('--offline', 'send no requests')
      .action(extract)
  },
}

/** A folder with many pages uses all cores. Everything else is read one page after another. */
async function* extractLines(input: string, extraction: DocumentExtraction): AsyncGenerator<string> {
  const isWeb = /^https?:\/\//i.test(input)
  const path = isWeb ? input : fromHere(input)
  const files = !isWeb && statSync(path, { throwIfNoEntry: false })?.isDirectory() ? await listPages(path) : []
  const threads = Math.min(availableParallelism(), Math.ceil(files.length / PAGES_PER_THREAD))
  if (threads > 1) yield* extractInParallel(files, threads)
  else for await (const document of extraction.extract(path)) yield JSON.stringify(document)
}

async function extract(input: string, options: { out: string; offline?: boolean }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'enrichify-'))
  const config = { ...readConfig(process.env), DATA_DIR: folder, OFFLINE: options.offline ?? false }
  const services = openExtraction(config)
  const began = performance.now()
  let pages = 0
  const lines = async function* (): AsyncGenerator<string> {
    for await (const line of extractLines(input, services.extraction)) {
      pages++
      yield line + '\n'
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
