import { ServerModule, type Config } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'

/** The features without a server around them. */
export function openServices(config: Config): Promise<INestApplicationContext> {
  return NestFactory.createApplicationContext(ServerModule.forRoot('cli', config), {
    logger: ['error'],
    abortOnError: false,
  })
}
