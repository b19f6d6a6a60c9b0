import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { loadEnvFile } from 'node:process'
import { readConfig, type Config } from '@enrichify/features'
import { projectRoot } from './commands/command.ts'

/** The settings: `.env` in the project's folder is read first, and the environment wins over it. */
export function loadConfig(): Config {
  const file = join(projectRoot, '.env')
  if (existsSync(file)) loadEnvFile(file)
  const config = readConfig(process.env)
  return { ...config, DATA_DIR: resolve(projectRoot, config.DATA_DIR) }
}
