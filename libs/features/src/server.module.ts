import 'reflect-metadata'
import { join } from 'node:path'
import type { BrowserPool } from '@enrichify/collection'
import {
  AccountsRepository,
  ArchiveRepository,
  CaptureRepository,
  CellRepository,
  ChatRepository,
  ConnectionRepository,
  Database,
  LedgerRepository,
  OperationsRepository,
  RowRepository,
  RunRepository,
  SheetFiguresRepository,
  SpendingRepository,
  TransferRepository,
  TrialRepository,
  WebsetRepository,
} from '@enrichify/database'
import {
  checkRedis,
  connectQueues,
  createLiveAdapter,
  createLogger,
  createMetrics,
  createRedis,
  FileStorage,
  JobQueue,
  LiveEmitter,
  MasterKeys,
  postgresRateLimits,
  readAuthSecret,
  redisRateLimits,
  type Config,
  type LiveAdapter,
  type Logger,
  type QueueConnection,
  type RateLimits,
} from '@enrichify/platform'
import { Global, Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { ArchiveJobs, ArchivesService } from './archive/archives.service.ts'
import { CapturesService } from './archive/captures.service.ts'
import { DocumentExtraction } from './archive/document-extraction.ts'
import { createBrowser, createLiveWeb, createOutsideFetch } from './archive/live-web.ts'
import { PageStore } from './archive/page-store.ts'
import { AuthService } from './auth/auth.service.ts'
import { ChangePricing } from './chats/change-pricing.ts'
import { ChangeSetsService, ChangeSetWriter } from './chats/change-sets.service.ts'
import { ChatAnswerer } from './chats/chat-answerer.ts'
import { ChatsService } from './chats/chats.service.ts'
import { ModelAnswers } from './chats/model-answers.ts'
import { PageReader } from './chats/page-reader.ts'
import { PlainAnswers } from './chats/plain-answers.ts'
import { SheetAnswers } from './chats/sheet-answers.ts'
import { SheetReader } from './chats/sheet-reader.ts'
import { BatchParts, BatchReader, BatchRunner } from './enrichment/batch-runner.ts'
import { BatchWriter } from './enrichment/batch-writer.ts'
import { CellRefresher } from './enrichment/cell-refresher.ts'
import { RowFiller } from './enrichment/row-filler.ts'
import { RunEnding } from './enrichment/run-ending.ts'
import { EstimateBooks, RunEstimates } from './enrichment/run-estimates.ts'
import { RunEvents } from './enrichment/run-events.ts'
import { RunReports } from './enrichment/run-reports.ts'
import { AgentRung } from './enrichment/rungs/agent/agent.rung.ts'
import { DataRung } from './enrichment/rungs/data.rung.ts'
import { HttpRung } from './enrichment/rungs/http.rung.ts'
import { Rungs } from './enrichment/rungs/index.ts'
import { ModelRung } from './enrichment/rungs/model.rung.ts'
import { PageFinder } from './enrichment/rungs/page-finder.ts'
import { QuestionAsker } from './enrichment/rungs/question-asker.ts'
import { SearchRung } from './enrichment/rungs/search.rung.ts'
import { RunMoney, RunPlanner, RunsService } from './enrichment/runs.service.ts'
import { SiteReader } from './enrichment/site-reader.ts'
import { ExportReader } from './exports/export-source.ts'
import { DownloadLinks, ExportRunner, ExportsService } from './exports/exports.service.ts'
import { ImportsService } from './imports/imports.service.ts'
import { LiveService } from './live/live.service.ts'
import { HealthService, Instruments } from './operations/health.service.ts'
import { IdempotencyService } from './operations/idempotency.service.ts'
import { JobHandlers } from './operations/job-handlers.ts'
import { LocalJobs } from './operations/local-jobs.ts'
import { JobSink, Outbox, QueueSink } from './operations/outbox.ts'
import { Chores, Sweeper } from './operations/sweeper.ts'
import { PracticeService } from './practice/practice.service.ts'
import { CallLimiter } from './providers/call-limiter.ts'
import { ConnectionBook } from './providers/connection-book.ts'
import { ConnectionsService } from './providers/connections.service.ts'
import { KeyRotation } from './providers/key-rotation.ts'
import { Ledger } from './providers/ledger.service.ts'
import { ProviderGateway } from './providers/provider-gateway.ts'
import { SecretVault } from './providers/secret-vault.ts'
import { SampleService } from './sample/sample.service.ts'
import { SpendingService } from './spending/spending.service.ts'
import {
  AUTH_SECRET,
  BROWSER,
  CONFIG,
  LIVE_ADAPTER,
  LOGGER,
  METRICS,
  OUTSIDE,
  QUEUE_CONNECTION,
  RATE_LIMITS,
  WEB,
} from './tokens.ts'
import { ColumnTests } from './trials/column-tests.ts'
import { TrialRunner } from './trials/trial-runner.ts'
import { TrialBooks, TrialsService } from './trials/trials.service.ts'
import { CellWriter } from './websets/cell-writer.ts'
import { ColumnRetyping } from './websets/column-retyping.ts'
import { RowsJournal, RowsService } from './websets/rows.service.ts'
import { UndoParts, UndoService } from './websets/undo.service.ts'
import { VerdictsService } from './websets/verdicts.service.ts'
import { WebsetsService } from './websets/websets.service.ts'
import { WorkspaceService } from './workspaces/workspace.service.ts'

/** Which process this is; the command line is alone and needs no queue and no sockets. */
export type ProcessKind = 'api' | 'worker' | 'cli'

const QUIET_MS = 10_000

export const APP_ROLE = 'enrichify_app'

const REPOSITORIES = [
  AccountsRepository,
  ArchiveRepository,
  CaptureRepository,
  CellRepository,
  ChatRepository,
  ConnectionRepository,
  LedgerRepository,
  OperationsRepository,
  RowRepository,
  RunRepository,
  SheetFiguresRepository,
  SpendingRepository,
  TransferRepository,
  TrialRepository,
  WebsetRepository,
]
const SERVICES = [
  ChangePricing,
  ChangeSetsService,
  ChangeSetWriter,
  ChatAnswerer,
  ChatsService,
  ModelAnswers,
  PageReader,
  PlainAnswers,
  SheetAnswers,
  SheetReader,
  AgentRung,
  CellRefresher,
  ColumnTests,
  DataRung,
  HttpRung,
  PageFinder,
  QuestionAsker,
  Rungs,
  SearchRung,
  TrialBooks,
  TrialRunner,
  TrialsService,
  VerdictsService,
  ArchiveJobs,
  ArchivesService,
  AuthService,
  BatchParts,
  BatchReader,
  BatchRunner,
  BatchWriter,
  CallLimiter,
  CapturesService,
  CellWriter,
  ColumnRetyping,
  ConnectionBook,
  ConnectionsService,
  DocumentExtraction,
  DownloadLinks,
  EstimateBooks,
  ExportReader,
  ExportRunner,
  ExportsService,
  IdempotencyService,
  ImportsService,
  JobHandlers,
  KeyRotation,
  Ledger,
  LiveService,
  ModelRung,
  Outbox,
  PageStore,
  PracticeService,
  ProviderGateway,
  RowFiller,
  RowsJournal,
  RowsService,
  RunEnding,
  RunEstimates,
  RunEvents,
  RunMoney,
  RunPlanner,
  RunReports,
  RunsService,
  SampleService,
  SecretVault,
  SiteReader,
  SpendingService,
  UndoParts,
  UndoService,
  WebsetsService,
  WorkspaceService,
]
const QUEUE_SERVICES = [Chores, HealthService, Instruments, Sweeper]

/** What needs the queue and the sockets' adapter: both servers, not the command line. */
const SERVER_PROVIDERS: Provider[] = [
  {
    provide: QUEUE_CONNECTION,
    inject: [CONFIG, LOGGER],
    useFactory: async (config: Config, logger: Logger) => {
      if (config.REDIS_URL)
        await checkRedis(config.REDIS_URL, config.REDIS_ALLOW_UNSAFE, (message) => logger.warn(message))
      return connectQueues({
        redisUrl: config.REDIS_URL,
        databaseUrl: appUrlOf(config),
        role: roleOf(config),
        connections: config.DATABASE_POOL,
        onError: onError(logger, 'queue'),
      })
    },
  },
  {
    provide: JobQueue,
    inject: [QUEUE_CONNECTION, LOGGER],
    useFactory: (connection: QueueConnection, logger: Logger) => new JobQueue(connection, onError(logger, 'queue')),
  },
  {
    provide: LIVE_ADAPTER,
    inject: [CONFIG, LOGGER],
    useFactory: (config: Config, logger: Logger) =>
      createLiveAdapter({
        redisUrl: config.REDIS_URL,
        databaseUrl: appUrlOf(config),
        role: roleOf(config),
        onError: onError(logger, 'live'),
      }),
  },
  { provide: JobSink, useClass: QueueSink },
]

const LOCAL_PROVIDERS: Provider[] = [LocalJobs, { provide: JobSink, useExisting: LocalJobs }]

/** The one composition root: every process gets its services from here. */
@Global()
@Module({})
export class ServerModule implements OnApplicationShutdown {
  constructor(private readonly modules: ModuleRef) {}

  static forRoot(kind: ProcessKind, config: Config): DynamicModule {
    const logger = createLogger(`enrichify-${kind}`, config.LOG_LEVEL)
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: METRICS, useValue: createMetrics() },
      { provide: AUTH_SECRET, useValue: readAuthSecret(config.DATA_DIR, config.AUTH_SECRET) },
      { provide: MasterKeys, useValue: new MasterKeys(config.DATA_DIR, config.SECRETS_KEY) },
      { provide: OUTSIDE, useFactory: () => createOutsideFetch(config) },
      { provide: FileStorage, useValue: new FileStorage(join(config.DATA_DIR, 'files')) },
      { provide: LiveEmitter, useValue: new LiveEmitter() },
      {
        provide: Database,
        useFactory: () =>
          Database.connect({
            url: appUrlOf(config),
            role: roleOf(config),
            connections: config.DATABASE_POOL,
            onError: onError(logger, 'database'),
          }),
      },
      {
        provide: RATE_LIMITS,
        inject: [Database],
        useFactory: (database: Database) => createLimits(config, database, logger),
      },
      { provide: BROWSER, useFactory: () => createBrowser(config) },
      {
        provide: WEB,
        inject: [RATE_LIMITS, BROWSER],
        useFactory: (limits: RateLimits, browser: BrowserPool | null) => createLiveWeb(config, limits, browser),
      },
      ...(kind === 'cli' ? LOCAL_PROVIDERS : [...SERVER_PROVIDERS, ...QUEUE_SERVICES]),
      ...REPOSITORIES,
      ...SERVICES,
    ]
    return { module: ServerModule, providers, exports: providers }
  }

  /** Connections last: what runs until then may still need them. */
  async onApplicationShutdown(): Promise<void> {
    const get = <T>(token: unknown): T | null => {
      try {
        return this.modules.get<T>(token as never, { strict: false })
      } catch {
        return null
      }
    }
    await get<{ close(): Promise<void> }>(WEB)
      ?.close()
      .catch(() => {})
    await get<{ close(): Promise<void> }>(OUTSIDE)
      ?.close()
      .catch(() => {})
    await get<BrowserPool | null>(BROWSER)
      ?.close()
      .catch(() => {})
    await get<JobQueue>(JobQueue)
      ?.close()
      .catch(() => {})
    await get<LiveAdapter>(LIVE_ADAPTER)
      ?.close()
      .catch(() => {})
    await get<QueueConnection>(QUEUE_CONNECTION)
      ?.close()
      .catch(() => {})
    await get<Database>(Database)
      ?.close()
      .catch(() => {})
  }
}

function createLimits(config: Config, database: Database, logger: Logger): RateLimits {
  if (!config.REDIS_URL)
    return postgresRateLimits({
      query: async (sql: string, parameters: unknown[]) => ({
        rows: await database.inSystem((tx) => tx.query(sql, parameters)),
      }),
    } as never)
  return redisRateLimits(createRedis(config.REDIS_URL, onError(logger, 'redis')))
}

/** Lost connections come back by themselves; they are noted, and must never end the process. */
function onError(logger: Logger, what: string): (error: Error) => void {
  let quietUntil = 0
  return (error) => {
    // A service that is away for minutes is tried several times a second; once in a while is enough to know.
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + QUIET_MS
    logger.warn({ what, code: (error as NodeJS.ErrnoException).code }, 'A connection failed and will be made anew')
  }
}

function appUrlOf(config: Config): string {
  const url = config.DATABASE_APP_URL ?? config.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set. Start with `npm start`, which brings a PostgreSQL of its own.')
  return url
}

/** With one URL only, its user owns the tables: each connection then takes on the role that row-level security binds. */
function roleOf(config: Config): string | null {
  return config.DATABASE_APP_URL ? null : APP_ROLE
}
