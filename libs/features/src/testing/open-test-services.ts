import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { AccountsRepository, Database } from '@enrichify/database'
import type { Principal, Role } from '@enrichify/domain'
import { FileStorage, readConfig, type Config } from '@enrichify/platform'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { IMPORT_FORMATS } from '../imports/formats/index.ts'
import { ImportsService } from '../imports/imports.service.ts'
import { previewUpload } from '../imports/preview-upload.ts'
import { UploadedFiles } from '../imports/reading/uploaded-files.ts'
import { LocalJobs } from '../jobs/local-jobs.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { AllFeaturesModule } from './all-features.module.ts'

/** The settings of medium tests: the file's own database, no network, no browser, no log. */
export function testConfig(overrides: Partial<Config> = {}): Config {
  return {
    ...readConfig({}),
    DATABASE_URL: testDatabase.ownerUrl,
    DATABASE_APP_URL: testDatabase.appUrl,
    DATA_DIR: testDatabase.dataDirectory,
    OFFLINE: true,
    BROWSER: 'off',
    LOG_LEVEL: 'silent',
    DATABASE_POOL: 8,
    ...overrides,
  }
}

/** All features against a real PostgreSQL, with jobs run in this process. */
export async function openTestServices(overrides: Partial<Config> = {}): Promise<TestServices> {
  const app = await NestFactory.createApplicationContext(AllFeaturesModule.forRoot(testConfig(overrides)), {
    logger: false,
    abortOnError: false,
  })
  const services = new TestServices(app)
  readHere(services.get(UploadedFiles), services.get(FileStorage))
  return services
}

/** From the source, a process for each file takes a second. Tests of reading itself have real ones (open-files.ts). */
function readHere(files: UploadedFiles, storage: FileStorage): void {
  files.preview = (_workspace, { storageKey, bytes }, options, existing) =>
    previewUpload({ path: storage.pathOf(storageKey), bytes }, options, existing)
  files.batches = async function* (storageKey, options, progress) {
    yield* IMPORT_FORMATS[options.format ?? 'csv'].batches(storage.pathOf(storageKey), options, progress)
  }
}

export class TestServices {
  constructor(readonly app: INestApplicationContext) {}

  get<T>(type: { prototype: T }): T
  get<T>(type: unknown): T {
    return this.app.get<T>(type as never, { strict: false })
  }

  /** A new workspace with one member. */
  async createMember(role: Role = 'manager', workspaceId?: string): Promise<Principal> {
    const accounts = this.get(AccountsRepository)
    return this.get(Database).inSystem(async (tx) => {
      const id = workspaceId ?? (await accounts.createWorkspace(tx, 'Test')).id
      const user = await accounts.createUser(tx, {
        name: `Member ${role}`,
        email: `${randomUUID()}@example.com`,
        passwordHash: null,
      })
      await accounts.addMember(tx, { workspaceId: id, userId: user.id, role })
      return { workspaceId: id, userId: user.id, role, scopes: null, tokenId: null }
    })
  }

  /** A webset filled by importing this text. */
  async importText(
    who: Principal,
    text: string | Buffer,
    fileName = 'list.csv',
  ): Promise<{ websetId: string; importId: string }> {
    const webset = await this.get(WebsetsService).create(who, { name: fileName })
    const imports = this.get(ImportsService)
    const uploadId = await imports.upload(who, { name: fileName, body: Readable.from([Buffer.from(text)]) })
    const { id } = await imports.start(who, webset.id, uploadId, {})
    await this.idle()
    return { websetId: webset.id, importId: id }
  }

  idle(): Promise<void> {
    return this.get(LocalJobs).idle()
  }

  close(): Promise<void> {
    return this.app.close()
  }
}
