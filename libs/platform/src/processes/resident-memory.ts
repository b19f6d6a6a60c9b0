import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * The bytes of memory that a process occupies, or null where that is not known. `statm` counts pages, whose size Node
 * does not tell; `status` has kilobytes.
 */
export async function residentMemory(pid: number): Promise<number | null> {
  try {
    if (process.platform === 'linux')
      return kilobytes(/^VmRSS:\s*(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1])
    // Windows has no `ps`. There the limit of the heap remains.
    if (process.platform === 'win32') return null
    return kilobytes((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout)
  } catch {
    // It has ended.
    return null
  }
}

function kilobytes(text: string | undefined): number | null {
  return text ? Number(text) * 1024 : null
}
