export { ArchivesService } from './archive/archives.service.ts'
export { CapturesService } from './archive/captures.service.ts'
export { DocumentExtraction, extractFile, listPages, type ExtractedDocument } from './archive/document-extraction.ts'
export { openExtraction } from './archive/live-web.ts'
export { PageStore } from './archive/page-store.ts'
export { demand } from './auth/access.ts'
export { AuthService, type SignedIn } from './auth/auth.service.ts'
export { ChangeSetsService } from './chats/change-sets.service.ts'
export { ChatsService } from './chats/chats.service.ts'
export { RunEstimates } from './enrichment/run-estimates.ts'
export { RunReports } from './enrichment/run-reports.ts'
export { RunsService } from './enrichment/runs.service.ts'
export { DownloadLinks, ExportRunner, ExportsService } from './exports/exports.service.ts'
export { ImportsService } from './imports/imports.service.ts'
export { readPaste } from './imports/paste.ts'
export { checkInstallation, type Check } from './local/check-installation.ts'
export { startLocalStack, type LocalStack } from './local/local-stack.ts'
export { HealthService, Instruments } from './operations/health.service.ts'
export { IdempotencyService, type Replayable } from './operations/idempotency.service.ts'
export { JobHandlers } from './operations/job-handlers.ts'
export { LocalJobs } from './operations/local-jobs.ts'
export { Outbox } from './operations/outbox.ts'
export { Sweeper } from './operations/sweeper.ts'
export { PracticeService } from './practice/practice.service.ts'
export { ConnectionsService } from './providers/connections.service.ts'
export { KeyRotation } from './providers/key-rotation.ts'
export { listCatalogue } from './providers/provider-catalogue.ts'
export { SampleService } from './sample/sample.service.ts'
export { ServerModule, type ProcessKind } from './server.module.ts'
export { SpendingService } from './spending/spending.service.ts'
export * from './tokens.ts'
export { TrialsService } from './trials/trials.service.ts'
export { RowsService } from './websets/rows.service.ts'
export { UndoService } from './websets/undo.service.ts'
export { VerdictsService } from './websets/verdicts.service.ts'
export { WebsetsService } from './websets/websets.service.ts'
export { WorkspaceService } from './workspaces/workspace.service.ts'
// Plumbing that a door needs and that knows no product noun, handed through so that doors import one floor only.
export {
  ConfigError,
  createHeadlessServer,
  createLogger,
  isPortOpen,
  liveAsProcess,
  LiveEmitter,
  planCrash,
  readConfig,
  renderEnvExample,
  websetRoom,
  WORKER_LOCKS,
  type Config,
  type LiveAdapter,
  type Logger,
  type QueueConnection,
} from '@enrichify/platform'
export { isTransient } from '@enrichify/database'
