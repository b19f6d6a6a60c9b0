import { readFile } from 'node:fs/promises'
import type { ExportFormat } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import { FileStorage } from '@enrichify/platform'
import { readXlsx } from 'hucre/xlsx'
import Papa from 'papaparse'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestServices, type TestServices } from '../testing/open-test-services.ts'
import { ExportRunner } from './export-runner.ts'
import { ExportsService } from './exports.service.ts'

let services: TestServices
beforeAll(async () => void (services = await openTestServices()))
afterAll(() => services.close())

const HOSTILE = [
  '=1+1',
  '+cmd|calc',
  '@SUM(A1)',
  '-2+3',
  '\t=1',
  '＝1',
  "'=1",
  '-1',
  '+49 30 123',
  'plain',
  'comma, "quote"',
  'two\nlines',
  'nul_x0000_',
  '\u0007bell',
  'astral 🏆',
  '<b>&amp;',
]

async function exportAs(format: ExportFormat, texts: readonly string[]) {
  const who = await services.createMember()
  const { websetId } = await services.importText(
    who,
    Papa.unparse([['text', 'size'], ...texts.map((text, index) => [text.startsWith("'") ? `'${text}` : text, index])]),
  )
  const { id, state } = await services.get(ExportsService).start(who, websetId, { format, evidence: false })
  expect(state).toBe('PENDING')
  await services.idle()
  const job = await services.get(ExportsService).get(who, id)
  expect(job).toMatchObject({ state: 'READY', rows: texts.length })
  return { who, job, bytes: await readFile(services.get(FileStorage).pathOf(`exports/${id}.${format}`)) }
}

describe('an export', () => {
  it('as CSV holds no formula, and nothing is lost on the way back', async () => {
    const { bytes } = await exportAs('csv', HOSTILE)
    const rows = Papa.parse<string[]>(
      bytes
        .toString('utf8')
        .replace(/^\uFEFF/, '')
        .trimEnd(),
    ).data.slice(1)
    for (const [text] of rows) expect(/^\s*[=@＝]|^\s*[+-](?![\d(][\d\s()./-]*$)/.test(text!)).toBe(false)
    const who = await services.createMember()
    const { websetId } = await services.importText(who, bytes)
    const again = await services.get(ExportsService).start(who, websetId, { format: 'csv', evidence: false })
    await services.idle()
    expect(await readFile(services.get(FileStorage).pathOf(`exports/${again.id}.csv`))).toEqual(bytes)
  })

  it('as XLSX gives another reader the same values, as text and numbers', async () => {
    const { bytes } = await exportAs('xlsx', HOSTILE)
    const workbook = await readXlsx(bytes)
    expect(workbook.sheets.map((sheet) => sheet.name)).toEqual(['Values', 'Evidence'])
    expect(workbook.sheets[0]!.rows.slice(1).map((row) => row[0])).toEqual(HOSTILE)
    expect(workbook.sheets[0]!.rows.slice(1).map((row) => row[1])).toEqual(HOSTILE.map((_, index) => index))
  })

  it('as JSON Lines has one object per row', async () => {
    const { bytes } = await exportAs('jsonl', HOSTILE)
    expect(
      bytes
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { row: { text: string } }).row.text),
    ).toEqual(HOSTILE)
  })

  it('is downloaded by a link that cannot be changed or used too late', async () => {
    const { who, job } = await exportAs('csv', ['a'])
    const link = new URL(job.downloadUrl!, 'http://x')
    const [expires, signature] = [Number(link.searchParams.get('expires')), link.searchParams.get('signature')!]
    const exports = services.get(ExportsService)
    const file = await exports.download(job.id, expires, signature, who.workspaceId)
    file.body.destroy()
    expect(file.fileName).toBe('list.csv')
    const stranger = await services.createMember()
    for (const attempt of [
      exports.download(job.id, expires + 1, signature, who.workspaceId),
      exports.download(job.id, 1, signature, who.workspaceId),
      exports.download(job.id, expires, `${signature}A`, who.workspaceId),
      exports.download(job.id, expires, signature, stranger.workspaceId),
      exports.download('../../auth-secret', expires, signature, who.workspaceId),
    ])
      await expect(attempt).rejects.toMatchObject({ code: 'link_invalid' })
    await expect(exports.get(stranger, job.id)).rejects.toMatchObject({ code: 'export_not_found' })
  })

  it('is in the list of the person who asked for it, as long as it can be waited for or downloaded', async () => {
    const who = await services.createMember()
    const colleague = await services.createMember('editor', who.workspaceId)
    const { websetId } = await services.importText(who, 'name\nAcme')
    const { websetId: another } = await services.importText(who, 'name\nOther')
    const exports = services.get(ExportsService)
    const start = (format: ExportFormat, of = websetId) => exports.start(who, of, { format, evidence: false })
    const listed = async (by = who) => (await exports.list(by, websetId)).exports.map(({ id, state }) => [id, state])
    const ids: string[] = []
    for (const format of ['csv', 'jsonl', 'xlsx'] as const) ids.push((await start(format)).id)
    await start('csv', another)
    await services.idle()
    // Jobs end on their own, so their states are set.
    const set = (id: string | undefined, to: string) =>
      services.get(Database).inScope(who, (tx) => tx.query(`update exports set ${to} where id = $1`, [id]))
    await set(ids[1], "state = 'RUNNING'")
    await set(ids[2], "state = 'PENDING'")
    expect(await listed()).toEqual([
      [ids[2], 'PENDING'],
      [ids[1], 'RUNNING'],
      [ids[0], 'READY'],
    ])
    expect((await exports.list(who, websetId)).exports[2]!.downloadUrl).toContain(ids[0])
    expect(await listed(colleague)).toEqual([])
    await services.get(ExportRunner).cancel(who, ids[2]!)
    await services.get(ExportRunner).giveUp(who.workspaceId, ids[1]!, 'The disk is full.')
    await set(ids[0], 'expires_at = now()')
    expect(await listed()).toEqual([])
    const stranger = await services.createMember()
    await expect(exports.list(stranger, websetId)).rejects.toMatchObject({ code: 'webset_not_found' })
  })

  it('is removed after its time, and not before', async () => {
    const who = await services.createMember()
    const { websetId } = await services.importText(who, 'name\nAcme')
    const { id } = await services.get(ExportsService).start(who, websetId, { format: 'csv', evidence: false })
    await services.idle()
    await services.get(ExportRunner).removeExpired(who.workspaceId)
    expect(await services.get(ExportsService).get(who, id)).toMatchObject({ state: 'READY' })
    // The clock is the database's. The file's expiry is moved, so that two clocks are never compared.
    await services
      .get(Database)
      .inScope(who, (tx) => tx.query(`update exports set expires_at = now() where id = $1`, [id]))
    await services.get(ExportRunner).removeExpired(who.workspaceId)
    expect(await services.get(ExportsService).get(who, id)).toMatchObject({ state: 'EXPIRED', downloadUrl: null })
    expect(await services.get(FileStorage).size(`exports/${id}.csv`)).toBeNull()
  })
})
