import { parentPort } from 'node:worker_threads'
import { extractFile } from '@enrichify/features'

export interface ThreadTask {
  id: number
  path: string
  source: string
}

export type ThreadAnswer = { id: number; line: string } | { id: number; error: string }

parentPort!.on('message', ({ id, path, source }: ThreadTask) => {
  extractFile(path, source).then(
    (document) => parentPort!.postMessage({ id, line: JSON.stringify(document) } satisfies ThreadAnswer),
    (error: unknown) =>
      parentPort!.postMessage({
        id,
        error: error instanceof Error ? error.message : String(error),
      } satisfies ThreadAnswer),
  )
})
