export { AuthModule } from './auth/auth.module.ts'
export { AuthService, type SignedIn } from './auth/auth.service.ts'
export { WorkspaceService } from './auth/workspace.service.ts'
export { ChangeSetsService } from './chats/change-sets.service.ts'
export { ChatsModule } from './chats/chats.module.ts'
export { ChatsService } from './chats/chats.service.ts'
export { CoreModule, type ProcessKind } from './core/core.module.ts'
export { requirePermission } from './core/require-permission.ts'
export * from './core/tokens.ts'
export { EnrichmentModule } from './enrichment/enrichment.module.ts'
export { RunEstimates } from './enrichment/run-estimates.ts'
export { RunReports } from './enrichment/run-reports.ts'
export { RunsService } from './enrichment/runs.service.ts'
export { ExportsModule } from './exports/exports.module.ts'
export { ExportRunner } from './exports/export-runner.ts'
export { DownloadLinks, ExportsService } from './exports/exports.service.ts'
export { JobHandlersModule } from './handlers/handlers.module.ts'
export { JobHandlers } from './handlers/job-handlers.ts'
export { HealthModule } from './health/health.module.ts'
export { HealthDetails } from './health/health-details.ts'
export { HealthService } from './health/health.service.ts'
export { IdempotencyModule } from './idempotency/idempotency.module.ts'
export { IdempotencyService } from './idempotency/idempotency.service.ts'
export { ImportsModule } from './imports/imports.module.ts'
export { ImportsService } from './imports/imports.service.ts'
export { readPaste } from './imports/paste.ts'
export { PastesService } from './imports/pastes.service.ts'
export { JobsModule } from './jobs/jobs.module.ts'
export { LocalJobs } from './jobs/local-jobs.ts'
export { Outbox } from './jobs/outbox.ts'
export { LiveModule } from './live/live.module.ts'
export { checkInstallation, type Check } from './local/check-installation.ts'
export { startLocalStack, type LocalStack } from './local/local-stack.ts'
export { MaintenanceModule } from './maintenance/maintenance.module.ts'
export { Sweeper } from './maintenance/sweeper.ts'
export { ArchivesService } from './pages/archives.service.ts'
export { CapturesService } from './pages/captures.service.ts'
export { DocumentExtraction, extractFile, listPages, type ExtractedDocument } from './pages/document-extraction.ts'
export { openExtraction } from './pages/live-web.ts'
export { PageStore } from './pages/page-store.ts'
export { PagesModule } from './pages/pages.module.ts'
export { ConnectionsService } from './providers/connections.service.ts'
export { KeyRotation } from './providers/key-rotation.ts'
export { PracticeService } from './providers/practice.service.ts'
export { listCatalogue } from './providers/provider-catalogue.ts'
export { ProvidersModule } from './providers/providers.module.ts'
export { SpendingService } from './providers/spending.service.ts'
export { SampleModule } from './sample/sample.module.ts'
export { SampleService } from './sample/sample.service.ts'
export { TrialsModule } from './trials/trials.module.ts'
export { TrialsService } from './trials/trials.service.ts'
export { CellsService } from './websets/cells.service.ts'
export { CommandsService } from './websets/commands.service.ts'
export { RowsService } from './websets/rows.service.ts'
export { TrashService } from './websets/trash.service.ts'
export { VerdictsService } from './websets/verdicts.service.ts'
export { WebsetsModule } from './websets/websets.module.ts'
export { WebsetsService } from './websets/websets.service.ts'
// Plumbing that the apps need and that knows no product noun. Exported again here, so that the apps import from one
// layer only.
export {
  accessRoom,
  ConfigError,
  createHeadlessServer,
  createLogger,
  isPortOpen,
  liveAsProcess,
  LiveEmitter,
  planCrash,
  readConfig,
  readRequestId,
  renderEnvExample,
  TokenBucket,
  TokenBuckets,
  userRoom,
  websetRoom,
  withRequestId,
  WORKER_LOCKS,
  type Config,
  type LiveAdapter,
  type Logger,
  type Metrics,
  type QueueConnection,
  type RateLimits,
} from '@enrichify/platform'
export { currentRequestKey, isDiskFull, isTransient } from '@enrichify/database'
