import { resolve } from 'node:path'
import type { Command } from 'commander'

/** One file per command, and one line in `index.ts`. */
export interface CliCommand {
  register(program: Command): void
}

/** npm changes into the project's folder; the paths that a person types are meant from where they stand. */
export function fromHere(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}

export const projectRoot = process.env.ENRICHIFY_ROOT ?? process.cwd()
