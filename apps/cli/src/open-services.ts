import type { Config } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { CliModule } from './cli.module.ts'

/** The features without a server. */
export function openServices(config: Config): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(CliModule.forRoot(config), { logger: ['error'], abortOnError: false })
}
