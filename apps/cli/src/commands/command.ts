import { resolve } from 'node:path'
import type { Command } from 'commander'

/** One file per command, and one line in `index.ts`. */
export interface CliCommand {
  register(program: Command): void
}

/** npm changes to the project's folder, but a person types paths relative to their own folder. */
export function fromHere(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}

export const projectRoot = process.env.ENRICHIFY_ROOT ?? process.cwd()
