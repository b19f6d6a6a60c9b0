// The process that reads a file that a person brought. It runs from the source, too, where Node only strips the types:
// so nothing that it loads has decorators or parameter properties.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Refused } from '@enrichify/domain/values'
import type { ImportRecord } from '../formats/import-format.ts'
import { IMPORT_FORMATS } from '../formats/index.ts'
import { previewUpload } from '../preview-upload.ts'
import type { FileAnswer, FileTask } from './file-task.ts'

const STDOUT = 1
/** A line with more is worth its way. Records are at most 2 MB. */
const CHARACTERS_A_LINE = 256 * 1024

const input = createInterface({ input: process.stdin })
const [line] = await new Promise<[string]>((resolve) => input.once('line', (text) => resolve([text])))
// Our parent has died.
input.once('close', () => process.exit(1))
try {
  await work(JSON.parse(line) as FileTask)
} catch (error) {
  if (!(error instanceof Refused)) throw error
  const { code, message, kind, details } = error
  answer({ refused: { code, message, kind, ...(details && { details }) } })
}
process.exit(0)

async function work(task: FileTask): Promise<void> {
  if (task.kind === 'preview') return answer({ preview: await previewUpload(task.upload, task.options, task.existing) })
  const progress = { bytesRead: 0, emptyLines: 0 }
  for await (const batch of IMPORT_FORMATS[task.options.format ?? 'csv'].batches(task.path, task.options, progress)) {
    let records: ImportRecord[] = []
    let characters = 0
    for (const record of batch) {
      records.push(record)
      for (const cell of record.cells) characters += cell.length
      if (characters < CHARACTERS_A_LINE) continue
      answer({ ...progress, records })
      records = []
      characters = 0
    }
    answer({ ...progress, records })
  }
}

/** Waits while the pipe is full. That is what keeps us from reading far ahead of the one who writes the rows. */
function answer(message: FileAnswer): void {
  let bytes = Buffer.from(`${JSON.stringify(message)}\n`)
  while (bytes.length > 0) bytes = bytes.subarray(writeSync(STDOUT, bytes))
}
