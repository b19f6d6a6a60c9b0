import { mkdtempSync, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { API_PREFIX, cancelImport, deleteWebset, getImport, type ImportJob } from '@enrichify/contracts'
import { childrenOf } from '../e2e/drills/processes.ts'
import { PATIENCE_MS, until } from '../e2e/drills/until.ts'
import { HOSTILE_TEXTS, HOSTILE_WORKBOOKS } from '../libs/features/src/testing/hostile-files.ts'
import type { Attack, Target } from './attack.ts'
import { calmTimes, compare, peakMb, peakSoFarMb, timesOf } from './bystander.ts'
import { OWN_TEXTS, type Upload } from './hostile-texts.ts'
import { OWN_WORKBOOKS } from './hostile-workbooks.ts'

const FILES: readonly Upload[] = [
  ...OWN_WORKBOOKS,
  ...OWN_TEXTS,
  ...[...HOSTILE_WORKBOOKS, ...HOSTILE_TEXTS].map(([name, body, , options]) => ({
    name,
    body,
    ...(options && { options }),
  })),
]
/** A person previews one file while another is imported. */
const LANES = 2
/** An import that takes longer is not refused. The attacker has to stop it. */
const IMPORT_MS = 60_000
const SENTENCE = /^[\p{Lu}“].{14,}[.?!]$/su

interface Answer {
  file: string
  /** How it went, in a word. */
  ended: 'refused' | 'imported' | 'failed' | 'cancelled'
  /** What is wrong with the answer itself. */
  fault?: string
}

export const files: Attack = {
  name: 'files',
  about: 'files that are made to harm the process that reads them, previewed and imported',
  async run(target) {
    const folder = mkdtempSync(join(tmpdir(), 'enrichify-hostile-'))
    const chosen = FILES.filter((_, at) => Math.floor(at * target.scale) < Math.floor((at + 1) * target.scale))
    const uploads = chosen.map((file, at) => {
      const path = join(folder, String(at))
      // Now, so that making them takes nothing from the ones who are timed.
      writeFileSync(path, file.body())
      return { ...file, path }
    })
    const pids = [await target.stack.pidOf('api'), await target.stack.pidOf('worker')] as const
    const database = target.stack.postgresPid
    const calm = await calmTimes(target)
    const answers: Answer[] = []
    const waiting = [...uploads]
    const lane = async (): Promise<void> => {
      for (let file = waiting.shift(); file; file = waiting.shift()) answers.push(await take(target, file))
    }
    const attack = Promise.all(Array.from({ length: LANES }, lane))
    const readers = watchReaders(pids, attack)
    const [during, api] = await Promise.all([timesOf(target, attack), peakMb(pids[0], attack), attack])
    const { largest, count: readersSeen } = await readers
    rmSync(folder, { recursive: true })
    const of = (ended: Answer['ended']): number => answers.filter((answer) => answer.ended === ended).length
    const faults = answers.flatMap(({ file, fault }) => (fault ? [`${file}: ${fault}`] : []))
    const now = [await target.stack.pidOf('api'), await target.stack.pidOf('worker')]
    const isAlive = now.every((pid, at) => pid === pids[at]) && target.stack.postgresPid === database
    return [
      {
        what: `${answers.length} files`,
        value:
          `${of('refused')} refused, ${of('failed')} failed as imports, ${of('imported')} imported, ` +
          `${of('cancelled')} still read after ${IMPORT_MS / 1000} s and cancelled` +
          (faults.length ? `; ${faults.join('; ')}` : '; each answered in words'),
        promise: 'each has an answer in words',
        held: faults.length === 0,
      },
      {
        what: 'Processes',
        value: isAlive ? 'alive' : 'replaced',
        promise: 'API, worker and database are the same as before',
        held: isAlive,
      },
      { what: 'API', value: `${api.toFixed(0)} MB`, promise: 'at most 600 MB', held: api <= 600 },
      {
        what: `The largest of ${readersSeen} processes that read files`,
        value: `${largest.toFixed(0)} MB`,
        promise: 'at most 300 MB',
        held: largest <= 300,
      },
      compare('Files', calm, during),
    ]
  },
}

async function take(target: Target, file: Upload & { path: string }): Promise<Answer> {
  const answer = (ended: Answer['ended'], words: string | null | undefined): Answer => ({
    file: file.name,
    ended,
    ...(ended !== 'imported' && !SENTENCE.test(words ?? '') && { fault: `the answer is ${JSON.stringify(words)}` }),
  })
  const preview = await send(target, file, true)
  const started = await send(target, file, false)
  for (const { status, body } of [preview, started])
    if (status >= 500 || status === 429) return { ...answer('refused', body.detail), fault: `answered with ${status}` }
  if (started.status >= 400) return answer('refused', started.body.detail)
  const { id, websetId } = started.body as ImportJob
  const params = { id }
  const wanted = performance.now() + IMPORT_MS
  const job = await until(
    `the end of the import of ${file.name}`,
    async () => {
      const now = await target.call(getImport, { params })
      if (['finished', 'failed', 'cancelled'].includes(now.state)) return now
      if (performance.now() > wanted) await target.call(cancelImport, { params })
      return null
    },
    { everyMs: 100, withinMs: IMPORT_MS + PATIENCE_MS },
  )
  if (job.state === 'finished') await target.call(deleteWebset, { params: { id: websetId } })
  if (job.state === 'cancelled') return { file: file.name, ended: 'cancelled' }
  return answer(job.state === 'finished' ? 'imported' : 'failed', job.message)
}

async function send(
  { stack, token }: Target,
  { path, fileName, options }: Upload & { path: string },
  preview: boolean,
): Promise<{ status: number; body: { detail?: string } }> {
  const form = new FormData()
  if (options) form.set('options', JSON.stringify(options))
  const isZip = readFileSync(path).subarray(0, 2).toString() === 'PK'
  form.set('file', await openAsBlob(path), fileName ?? (isZip ? 'data.xlsx' : 'data.csv'))
  const response = await fetch(`${stack.address}${API_PREFIX}/imports${preview ? '?preview=true' : ''}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  })
  return { status: response.status, body: (await response.json().catch(() => ({}))) as { detail?: string } }
}

/** The peak of each process that the API or the worker starts to read a file, as the system counted it. */
async function watchReaders(
  parents: readonly number[],
  during: Promise<unknown>,
): Promise<{ largest: number; count: number }> {
  const peaks = new Map<number, number>()
  const timer = setInterval(() => {
    for (const pid of parents.flatMap(childrenOf)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakSoFarMb(pid) ?? 0))
  }, 20)
  await during.finally(() => clearInterval(timer))
  return { largest: Math.max(0, ...peaks.values()), count: peaks.size }
}
