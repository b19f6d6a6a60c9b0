import { englishNumber, Refused } from '@enrichify/domain'
import type { ProcessEnd, ProcessLimits } from '@enrichify/platform'

const MB = 1024 ** 2

/** A person waits for it, and several do at a time. */
export const PREVIEW_LIMITS: ProcessLimits = {
  memory: 300 * MB,
  heap: 160 * MB,
  timeMs: 30_000,
  silenceMs: 30_000,
  output: 8 * MB,
  line: 8 * MB,
}

/** A job with a bar. It takes as long as rows take to be written, so what matters is that it moves. */
export const IMPORT_LIMITS: ProcessLimits = {
  memory: 300 * MB,
  heap: 160 * MB,
  timeMs: 30 * 60_000,
  silenceMs: 60_000,
  output: 8192 * MB,
  line: 16 * MB,
}

/** What a person reads when the process that read their file has ended. */
export function refusalOf(end: ProcessEnd, { memory, timeMs, silenceMs, output }: ProcessLimits): Refused {
  const [code, message] = {
    memory: [
      'file_needs_memory',
      `This file needs more than ${memory / MB} MB of memory to be read, and was not read. ` +
        'Save the sheet as CSV, or split it into smaller files.',
    ],
    time: ['file_needs_time', `This file needs more than ${lasting(timeMs)} to be read, and was not read. ${SMALLER}`],
    silence: [
      'file_needs_time',
      `This file needs more than ${lasting(silenceMs)} for one step of reading, and was not read. ${SMALLER}`,
    ],
    output: [
      'file_too_large',
      `What this file contains is larger than ${englishNumber(output / MB)} MB unpacked, and was not read. ` + SMALLER,
    ],
    failure: [
      'file_unreadable',
      'This file cannot be read: the program that reads files broke off. Save it again, as .xlsx or as CSV.',
    ],
  }[end] as [string, string]
  return new Refused(code, message, 'unprocessable')
}

const SMALLER = 'Split it into smaller files, or save it again.'

function lasting(ms: number): string {
  return ms > 60_000 ? `${ms / 60_000} minutes` : `${ms / 1000} seconds`
}
