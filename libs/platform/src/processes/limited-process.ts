import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { residentMemory } from './resident-memory.ts'

export interface ProcessLimits {
  /** Of the whole process, in bytes. We measure it from outside. */
  memory: number
  /** Of what V8 manages, in bytes. Well below `memory`, because buffers and code come on top. */
  heap: number
  /** How long the whole may take. */
  timeMs: number
  /** How long we wait for the next line. */
  silenceMs: number
  /** Bytes of all lines together. */
  output: number
  /** Bytes of one line. */
  line: number
}

/** Which limit a process met. `failure`: it ended on its own, and not as it should. */
export type ProcessEnd = 'memory' | 'time' | 'silence' | 'output' | 'failure'

/** A process ended before its work was done. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded'
  readonly by: ProcessEnd
  /** @param detail what it wrote on its way out, for the log */
  constructor(by: ProcessEnd, detail = '') {
    super(`A process ended by ${by}${detail && `: ${detail}`}`)
    this.by = by
  }
}

interface Task {
  /** The script of the process. It gets `input` as one line of JSON on stdin, and writes lines to stdout. */
  script: URL
  input: unknown
  /** The files that it may read, besides our code. */
  files: readonly string[]
  limits: ProcessLimits
  signal?: AbortSignal | undefined
}

const LOOK_EVERY_MS = 100
const LINE_END = 10
const MOST_OF_STDERR = 4000
/** The code that a process may read. `.env` and the data are beside these folders. */
const CODE = ['../../../../node_modules/', '../../../../libs/', '../../../../package.json'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
)
/** Windows cannot start without this one. */
const ENVIRONMENT: Record<string, string> =
  process.platform === 'win32' ? { SystemRoot: process.env.SystemRoot ?? 'C:\\Windows' } : {}

/**
 * Runs work that input from outside may make heavy, in a process of its own: without our environment, without the right
 * to read or write anything but the named files, and with limits. Yields its lines; it does not run far ahead of the
 * reader, because its pipe is full then. When the reader stops, the process ends.
 *
 * @throws {ProcessEnded} when it meets a limit or dies; the signal's reason when that comes
 */
export async function* linesOfProcess({ script, input, files, limits, signal }: Task): AsyncGenerator<string> {
  signal?.throwIfAborted()
  const megabytes = Math.floor(limits.heap / 1024 ** 2)
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      `--max-old-space-size=${megabytes}`,
      ...(script.pathname.endsWith('.ts') ? ['--conditions=source'] : []),
      '--permission',
      ...[...CODE, ...files].map((path) => `--allow-fs-read=${path}`),
      fileURLToPath(script),
    ],
    { env: ENVIRONMENT, windowsHide: true },
  )
  const closed = new Promise<[number | null, string | null]>((resolve) =>
    child.once('close', (...how: [number | null, string | null]) => resolve(how)),
  )
  await once(child, 'spawn')
  let why: unknown = null
  const end = (reason: unknown): void => {
    why ??= reason
    child.kill('SIGKILL')
  }
  const leave = (): void => end(signal!.reason)
  signal?.addEventListener('abort', leave)
  // It may have come while the process began.
  if (signal?.aborted) leave()
  const total = setTimeout(() => end(new ProcessEnded('time')), limits.timeMs)
  const over = new AbortController()
  void watchMemory(child.pid!, limits.memory, over.signal, () => end(new ProcessEnded('memory')))
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(0, MOST_OF_STDERR)
  })
  // It may end before it has read its input.
  child.stdin.on('error', () => {})
  // Stays open: by its end the process learns that we have died.
  child.stdin.write(`${JSON.stringify(input)}\n`)
  try {
    yield* linesWithin(child.stdout, limits, end)
    if (why !== null) throw why
    const [code, killedBy] = await closed
    if (why !== null) throw why
    if (code !== 0) throw new ProcessEnded(isOutOfMemory(killedBy, complaint) ? 'memory' : 'failure', complaint)
  } finally {
    clearTimeout(total)
    over.abort()
    signal?.removeEventListener('abort', leave)
    child.kill('SIGKILL')
    // What is left unread in the pipe would keep it open.
    child.stdout.destroy()
    await closed
  }
}

async function* linesWithin(
  output: NodeJS.ReadableStream,
  limits: ProcessLimits,
  end: (reason: ProcessEnded) => void,
): AsyncGenerator<string> {
  const chunks = (output as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  let parts: Buffer[] = []
  let sizeOfLine = 0
  let size = 0
  for (;;) {
    const silence = setTimeout(() => end(new ProcessEnded('silence')), limits.silenceMs)
    const next = await chunks.next().finally(() => clearTimeout(silence))
    if (next.done) return
    let chunk = next.value
    size += chunk.length
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END)) {
      parts.push(chunk.subarray(0, at))
      yield Buffer.concat(parts).toString('utf8')
      parts = []
      sizeOfLine = 0
      chunk = chunk.subarray(at + 1)
    }
    parts.push(chunk)
    sizeOfLine += chunk.length
    if (size <= limits.output && sizeOfLine <= limits.line) continue
    end(new ProcessEnded('output'))
    return
  }
}

async function watchMemory(pid: number, limit: number, over: AbortSignal, end: () => void): Promise<void> {
  while (!over.aborted) {
    if (((await residentMemory(pid)) ?? 0) > limit) return end()
    await pause(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => {})
  }
}

/** V8 aborts when its heap is full. A SIGKILL that is not ours comes from the system, which had no memory left. */
function isOutOfMemory(killedBy: string | null, complaint: string): boolean {
  return (
    killedBy === 'SIGKILL' ||
    complaint.includes('heap out of memory') ||
    complaint.includes('Array buffer allocation failed')
  )
}
