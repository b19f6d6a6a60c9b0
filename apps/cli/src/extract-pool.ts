import { Worker } from 'node:worker_threads'
import { Refused } from '@enrichify/domain'
import type { ThreadAnswer, ThreadTask } from './extract-thread.ts'

/** Tasks that wait in a thread besides the running one: enough to keep it busy, and few enough to save memory. */
const QUEUED_PER_THREAD = 4

/**
 * Extracts files on several cores. Lines of JSON come in the order of the files. Throws for the first file that cannot
 * be read.
 */
export async function* extractInParallel(
  files: readonly { path: string; source: string }[],
  threads: number,
): AsyncGenerator<string> {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./extract-thread.js', import.meta.url)))
  const waiting = new Map<number, { resolve: (line: string) => void; reject: (error: Error) => void }>()
  const failAll = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  for (const worker of workers) {
    worker.on('error', failAll)
    worker.on('message', (answer: ThreadAnswer) => {
      const asked = waiting.get(answer.id)
      waiting.delete(answer.id)
      if ('line' in answer) asked?.resolve(answer.line)
      else asked?.reject(new Refused('extraction_failed', answer.error, 'unprocessable'))
    })
  }
  const ask = (id: number): Promise<string> =>
    new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      workers[id % threads]!.postMessage({ id, ...files[id]! } satisfies ThreadTask)
    })
  const answers: Promise<string>[] = []
  try {
    let asked = 0
    for (let next = 0; next < files.length; next++) {
      while (asked < files.length && asked < next + threads * QUEUED_PER_THREAD) {
        const answer = ask(asked++)
        // It is awaited in its turn. Until then a failure must not count as unhandled.
        answer.catch(() => {})
        answers.push(answer)
      }
      yield await answers.shift()!
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()))
  }
}
