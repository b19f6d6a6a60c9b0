import { join } from 'node:path'
import {
  AccountsRepository,
  ActionRepository,
  ArchiveRepository,
  CaptureRepository,
  CellRepository,
  ChatRepository,
  ConnectionRepository,
  Database,
  ExportRepository,
  HeaderSecretRepository,
  ImportRepository,
  LedgerRepository,
  OperationsRepository,
  ProcessRepository,
  RowRepository,
  RunRepository,
  SheetFiguresRepository,
  SpendingRepository,
  TrialRepository,
  ViewOrderRepository,
  WebsetRepository,
} from '@enrichify/database'
import {
  createLogger,
  createMetrics,
  FileStorage,
  JobQueue,
  LiveEmitter,
  MasterKeys,
  readAuthSecret,
  type Config,
} from '@enrichify/platform'
import { Module, type DynamicModule, type OnApplicationShutdown, type Provider } from '@nestjs/common'
import { ModuleRef } from '@nestjs/core'
import { appUrlOf, createLimits, onError, roleOf, LIVE_CONNECTION, SERVER_CONNECTIONS } from './connections.ts'
import { createServicesFetch } from './guarded-fetch.ts'
import { OutsideWatch } from './outside-watch.ts'
import { ProcessLife } from './process-life.ts'
import { SecretVault } from './secret-vault.ts'
import {
  AUTH_SECRET,
  CONFIG,
  GUARDED_FETCH,
  LIVE_ADAPTER,
  LOGGER,
  METRICS,
  QUEUE_CONNECTION,
  RATE_LIMITS,
} from './tokens.ts'

/** The kind of process. The command line runs alone and needs no queue. */
export type ProcessKind = 'api' | 'worker' | 'cli'

const REPOSITORIES = [
  AccountsRepository,
  ActionRepository,
  ArchiveRepository,
  CaptureRepository,
  CellRepository,
  ChatRepository,
  ConnectionRepository,
  ExportRepository,
  HeaderSecretRepository,
  ImportRepository,
  LedgerRepository,
  OperationsRepository,
  ProcessRepository,
  RowRepository,
  RunRepository,
  SheetFiguresRepository,
  SpendingRepository,
  TrialRepository,
  ViewOrderRepository,
  WebsetRepository,
]

interface Closable {
  close(): Promise<void>
}

/** What every feature is built on: settings, log, database, files, and outgoing requests. Global, and closed last. */
@Module({})
export class CoreModule implements OnApplicationShutdown {
  constructor(private readonly modules: ModuleRef) {}

  static forRoot(kind: ProcessKind, config: Config): DynamicModule {
    const logger = createLogger(`enrichify-${kind}`, config.LOG_LEVEL)
    const metrics = createMetrics()
    const providers: Provider[] = [
      { provide: CONFIG, useValue: config },
      { provide: LOGGER, useValue: logger },
      { provide: METRICS, useValue: metrics },
      { provide: AUTH_SECRET, useValue: readAuthSecret(config.DATA_DIR, config.AUTH_SECRET) },
      { provide: MasterKeys, useValue: new MasterKeys(config.DATA_DIR, config.SECRETS_KEY) },
      ProcessLife,
      SecretVault,
      { provide: GUARDED_FETCH, useFactory: () => createServicesFetch(config) },
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
            onTransaction: (seconds, committed) =>
              metrics.transactionSeconds.observe({ outcome: committed ? 'committed' : 'rolled back' }, seconds),
          }),
      },
      {
        provide: RATE_LIMITS,
        inject: [Database],
        useFactory: (database: Database) => createLimits(config, database, logger),
      },
      LIVE_CONNECTION,
      OutsideWatch,
      ...(kind === 'cli' ? [] : SERVER_CONNECTIONS),
      ...REPOSITORIES,
    ]
    return { module: CoreModule, global: true, providers, exports: providers }
  }

  /** A global module shuts down after all others, because whatever still runs may need its connections. */
  async onApplicationShutdown(): Promise<void> {
    for (const token of [GUARDED_FETCH, JobQueue, LIVE_ADAPTER, QUEUE_CONNECTION, RATE_LIMITS, Database])
      await this.#find<Closable>(token)
        ?.close()
        .catch(() => {})
  }

  #find<T>(token: unknown): T | null {
    try {
      return this.modules.get<T>(token as never)
    } catch {
      return null
    }
  }
}
