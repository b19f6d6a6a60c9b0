import * as features from '@enrichify/features'
import { CoreModule, HealthService, JobHandlers, Sweeper, type Config } from '@enrichify/features'
import type { DynamicModule, Type } from '@nestjs/common'
import { ModulesContainer, NestFactory } from '@nestjs/core'
import { describe, expect, it } from 'vitest'
import { AppModule } from './api/src/app.module.ts'
import { CliModule } from './cli/src/cli.module.ts'
import { WorkerModule } from './worker/src/worker.module.ts'

const config: Config = {
  ...features.readConfig({}),
  DATABASE_URL: testDatabase.ownerUrl,
  DATABASE_APP_URL: testDatabase.appUrl,
  DATA_DIR: testDatabase.dataDirectory,
  OFFLINE: true,
  BROWSER: 'off',
  LOG_LEVEL: 'silent',
  DATABASE_POOL: 4,
}

/** Feature modules by name; a new feature is found by its export. */
const FEATURE_MODULES = Object.entries(features).filter(
  ([name]) => name.endsWith('Module') && name !== 'CoreModule',
) as [string, Type][]

describe('each process has its modules and no others', () => {
  const COMMON = ['ChatsModule', 'EnrichmentModule', 'ExportsModule', 'ImportsModule', 'JobsModule', 'LiveModule']
  const BELOW = ['PagesModule', 'ProvidersModule', 'TrialsModule', 'WebsetsModule']
  it.each([
    ['api', AppModule.forRoot(config), ['AuthModule', 'HealthModule', 'IdempotencyModule', 'SampleModule']],
    ['worker', WorkerModule.forRoot(config), ['HealthModule', 'JobHandlersModule', 'MaintenanceModule']],
    ['cli', CliModule.forRoot(config), ['AuthModule', 'JobHandlersModule', 'SampleModule']],
  ])('%s', async (kind, root, own) => {
    const { names, has } = await boot(root)
    const known = new Set(FEATURE_MODULES.map(([name]) => name))
    expect(names.filter((name) => known.has(name)).toSorted()).toEqual([...COMMON, ...BELOW, ...own].toSorted())
    expect({ health: has(HealthService), sweeper: has(Sweeper), handlers: has(JobHandlers) }).toEqual({
      health: kind !== 'cli',
      sweeper: kind === 'worker',
      handlers: kind !== 'api',
    })
  })
})

describe('each module names all that it needs', () => {
  it.each(FEATURE_MODULES)('%s boots on nothing but the core', async (name, module) => {
    const root = class {}
    const { names } = await boot({ module: root, imports: [CoreModule.forRoot('api', config), module] })
    expect(names).toContain(name)
  })
})

/** Builds every provider, as a start does, and closes all connections again. */
async function boot(root: DynamicModule): Promise<{ names: string[]; has: (type: Type) => boolean }> {
  const app = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false })
  const modules = [...app.get(ModulesContainer).values()]
  await app.close()
  return {
    names: modules.map(({ metatype }) => metatype.name),
    has: (type) => modules.some(({ providers }) => providers.has(type)),
  }
}
