import { existsSync, mkdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { EXPORT_FORMATS, startRun, type ExportFormat } from '@enrichify/contracts'
import { COLUMN_KINDS, FACT_KINDS, Refused, type ColumnKind, type FactKind, type Principal } from '@enrichify/domain'
import { AuthService, LocalJobs, readConfig, startLocalStack, type Config, type LocalStack } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import { InvalidArgumentError, type Command } from 'commander'
import { EnrichFile } from '../enrich-file.ts'
import { openServices } from '../open-services.ts'
import { fromHere, type CliCommand } from './command.ts'

interface EnrichOptions {
  column: RequestedColumn[]
  pages?: string
  offline?: boolean
  out: Result
  data?: string
  maxPages: number
  /** In millionths of a US dollar. */
  budget?: number
}

export const enrichCommand: CliCommand = {
  register(program) {
    program
      .command('enrich <list>')
      .description('answer columns for every row of a CSV or XLSX file, with a quote for each value')
      .requiredOption(
        '--column <fact|question[:type]>',
        `a ready fact (${FACT_KINDS.join(' ')}) or a question, which a model answers; may be repeated`,
        (value: string, before: RequestedColumn[] = []) => [...before, readColumn(value)],
      )
      .option('--pages <archive>', 'take all pages from this .warc or .warc.gz and fetch nothing')
      .option('--offline', 'send no requests, whatever the other settings are')
      .requiredOption('--out <file>', 'result: .csv, .xlsx or .jsonl', readResult)
      .option(
        '--data <folder>',
        'keep the data (pages, evidence, history) in this folder, and use the models connected there',
      )
      .option('--max-pages <n>', 'page budget per row', readMaxPages, 10)
      .option('--budget <dollars>', 'the most that the run may cost, in US dollars; a question needs it', readBudget)
      .action(enrich)
  },
}

async function enrich(list: string, options: EnrichOptions, command: Command): Promise<void> {
  // Wherever the data is: a budget of the month in that folder may be large, and no one is asked before it is spent.
  if (options.budget === undefined && options.column.some((column) => 'question' in column))
    command.error("error: a question may cost money, so it needs option '--budget <dollars>'")
  for (const path of [list, ...(options.pages ? [options.pages] : [])])
    if (!existsSync(fromHere(path))) throw new Refused('not_found', `There is no file ${path}.`, 'not_found')
  const kept = options.data ? fromHere(options.data) : null
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'enrichify-')))
  mkdirSync(folder, { recursive: true })
  // A database that root starts runs as another user. That user must be able to reach its files, but need not see the
  // other files there.
  if (!kept) await chmod(folder, 0o711)
  // Its own data, whatever database the environment names: a command must not change the data that a server works on.
  const config: Config = {
    ...readConfig({ ...process.env, DATABASE_URL: '', DATABASE_APP_URL: '', REDIS_URL: '' }),
    DATA_DIR: folder,
    OFFLINE: options.offline ?? Boolean(options.pages),
  }
  let stack: LocalStack | null = null
  let services: INestApplicationContext | null = null
  const clean = async (): Promise<void> => {
    await services?.close()
    // A server that is running on this folder shares the database and continues.
    if (stack && !stack.adopted) await stack.stop()
    if (!kept) await rm(folder, { recursive: true, force: true })
  }
  const interrupted = (): void => {
    process.stderr.write('\nStopping …\n')
    services?.get(LocalJobs).abort()
    void clean().then(() => process.exit(130))
  }
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    stack = await startLocalStack(config, { fast: !kept })
    services = await openServices({ ...stack.config, LOG_LEVEL: 'error' })
    const { userId, workspaceId } = await services.get(AuthService).createLocalLink()
    const owner: Principal = { userId, workspaceId, role: 'manager', scopes: null, tokenId: null }
    await new EnrichFile(services, owner).run({
      list: fromHere(list),
      columns: options.column,
      pages: options.pages ? fromHere(options.pages) : null,
      out: fromHere(options.out.path),
      format: options.out.format,
      maxPages: options.maxPages,
      budgetMicros: options.budget ?? null,
    })
  } finally {
    process.removeListener('SIGINT', interrupted)
    process.removeListener('SIGTERM', interrupted)
    await clean()
  }
}

export type RequestedColumn = { fact: FactKind } | { question: string; kind: ColumnKind }

function readColumn(text: string): RequestedColumn {
  if ((FACT_KINDS as readonly string[]).includes(text)) return { fact: text as FactKind }
  const match = /^(.*):([a-z]+)$/s.exec(text)
  const kind = COLUMN_KINDS.find((known) => known === match?.[2])
  const question = (kind ? match![1]! : text).trim()
  if (question.length < 3 || /^[a-z_]+$/.test(question))
    throw new InvalidArgumentError(
      `It is neither a ready fact (${FACT_KINDS.join(', ')}) nor a question such as "Who is the owner?:text".`,
    )
  return { question, kind: kind ?? 'text' }
}

interface Result {
  path: string
  format: ExportFormat
}

function readResult(path: string): Result {
  const extension = extname(path).slice(1).toLowerCase()
  const format = EXPORT_FORMATS.find((known) => known === extension)
  if (!format) throw new InvalidArgumentError('It does not end in .csv, .xlsx or .jsonl.')
  return { path, format }
}

function readMaxPages(text: string): number {
  const pages = startRun.body.shape.maxPages.safeParse(Number(text))
  if (!pages.success) throw new InvalidArgumentError('It is not a whole number from 1 to 50.')
  return pages.data
}

function readBudget(text: string): number {
  const micros = startRun.body.shape.budgetMicros.safeParse(Math.round(Number(text) * 1_000_000))
  if (!/^\d+(?:\.\d+)?$/.test(text) || !micros.success || micros.data === null)
    throw new InvalidArgumentError('It is not an amount in US dollars, such as 2 or 0.50.')
  return micros.data
}
