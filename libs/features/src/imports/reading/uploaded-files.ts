import type { Readable } from 'node:stream'
import type { ImportOptions } from '@enrichify/contracts'
import { Refused } from '@enrichify/domain'
import { FileStorage, linesOfProcess, ProcessEnded, type Logger, type ProcessLimits } from '@enrichify/platform'
import { Inject, Injectable } from '@nestjs/common'
import { LOGGER } from '../../core/tokens.ts'
import { Turns } from '../../websets/turns.ts'
import type { ImportRecord, ReadProgress } from '../formats/import-format.ts'
import type { FilePreview, PreviewColumn } from '../preview-upload.ts'
import { IMPORT_LIMITS, PREVIEW_LIMITS, refusalOf } from './file-limits.ts'
import type { FileAnswer, FileTask } from './file-task.ts'

const SCRIPT = new URL(
  import.meta.url.endsWith('.ts') ? './read-file.process.ts' : './read-file.process.js',
  import.meta.url,
)
const PREVIEWS_AT_ONCE = 2
const PREVIEWS_WAITING = 8

/**
 * The files that people bring. What is in them is not parsed here, but in a process with limits: a file that is made to
 * harm ends that process, and its owner reads why.
 */
@Injectable()
export class UploadedFiles {
  readonly #turns = new Turns(PREVIEWS_AT_ONCE, PREVIEWS_WAITING, 'Too many files are being read at once. Try again.')

  constructor(
    private readonly storage: FileStorage,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns how many bytes it has */
  write(key: string, body: Readable): Promise<number> {
    return this.storage.write(key, body)
  }

  async exists(key: string): Promise<boolean> {
    return (await this.storage.size(key)) !== null
  }

  remove(key: string): Promise<void> {
    return this.storage.remove(key)
  }

  /** Waits its turn. Ends when the signal comes, with its reason. */
  preview(
    workspaceId: string,
    { storageKey, bytes }: { storageKey: string; bytes: number },
    options: ImportOptions,
    existing: PreviewColumn[],
    signal: AbortSignal,
  ): Promise<FilePreview> {
    const path = this.storage.pathOf(storageKey)
    return this.#turns.take(workspaceId, signal, async () => {
      const task: FileTask = { kind: 'preview', upload: { path, bytes }, options, existing }
      for await (const answer of this.#answers(task, path, PREVIEW_LIMITS, signal))
        if ('preview' in answer) return answer.preview
      throw refusalOf('failure', PREVIEW_LIMITS)
    })
  }

  /** All records in order, some at a time; updates `progress`. */
  async *batches(storageKey: string, options: ImportOptions, progress: ReadProgress): AsyncGenerator<ImportRecord[]> {
    const path = this.storage.pathOf(storageKey)
    for await (const answer of this.#answers({ kind: 'records', path, options }, path, IMPORT_LIMITS)) {
      if (!('records' in answer)) continue
      progress.bytesRead = answer.bytesRead
      progress.emptyLines = answer.emptyLines
      yield answer.records
    }
  }

  async *#answers(
    input: FileTask,
    path: string,
    limits: ProcessLimits,
    signal?: AbortSignal,
  ): AsyncGenerator<Exclude<FileAnswer, { refused: unknown }>> {
    try {
      for await (const line of linesOfProcess({ script: SCRIPT, input, files: [path], limits, signal })) {
        const answer = JSON.parse(line) as FileAnswer
        if ('refused' in answer) {
          const { code, message, kind, details } = answer.refused
          throw new Refused(code, message, kind, details)
        }
        yield answer
      }
    } catch (error) {
      if (!(error instanceof ProcessEnded)) throw error
      if (error.by === 'failure') this.logger.warn({ err: error }, 'The process that reads a file broke off')
      throw refusalOf(error.by, limits)
    }
  }
}
