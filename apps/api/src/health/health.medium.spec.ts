import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Health } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import { BROWSER } from '@enrichify/features'
import { FileStorage } from '@enrichify/platform'
import { describe, expect, it, vi } from 'vitest'
import { TestApi } from '../testing/open-test-api.ts'

it('is 503 when the storage is down, and tells which part without telling where it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'enrichify-health-'))
  const api = await TestApi.open({ DATA_DIR: folder })
  try {
    expect((await fetch(`${api.origin}/health`)).status).toBe(200)
    // A file where the folder should be: not even root can write into it.
    rmSync(join(folder, 'files'), { recursive: true, force: true })
    writeFileSync(join(folder, 'files'), '')
    const response = await fetch(`${api.origin}/health`)
    const text = await response.text()
    expect([response.status, JSON.parse(text)]).toEqual([
      503,
      expect.objectContaining({
        status: 'down',
        parts: expect.objectContaining({
          storage: expect.objectContaining({ status: 'down' }) as object,
          postgres: expect.objectContaining({ status: 'up' }) as object,
        }) as object,
      }),
    ])
    expect(text).not.toContain(folder)
  } finally {
    await api.close()
    rmSync(folder, { recursive: true, force: true })
  }
})

describe('a full disk', () => {
  it('is told before it is full, and when the database has met it', async () => {
    const api = await TestApi.open()
    const ask = async () => (await (await fetch(`${api.origin}/health`)).json()) as Health
    try {
      expect((await ask()).parts.disk).toMatchObject({ status: 'up', optional: true })
      vi.spyOn(api.app.get(FileStorage, { strict: false }), 'room').mockResolvedValue(9_900_000)
      expect(await ask()).toMatchObject({
        status: 'degraded',
        parts: { disk: { status: 'down', message: 'only 9 MB are free in the data folder' } },
      })
      const database = api.app.get(Database, { strict: false })
      const refused = database.inSystem((tx) =>
        tx.query(`do $$ begin raise 'could not extend file' using errcode = '53100'; end $$`),
      )
      await expect(refused).rejects.toThrow('could not extend file')
      expect(await ask()).toMatchObject({
        status: 'down',
        parts: { postgres: { status: 'down', message: 'its disk is full' } },
      })
    } finally {
      await api.close()
    }
  })
})

describe('the browser', () => {
  /** What health says after the browser was asked for a page. */
  async function afterAPage(settings: { CHROMIUM_PATH?: string }) {
    const folder = mkdtempSync(join(tmpdir(), 'enrichify-health-'))
    const api = await TestApi.open({ DATA_DIR: folder, OFFLINE: false, BROWSER: 'auto', ...settings })
    const manager = await api.visitor()
    const ask = async () =>
      (await (
        await fetch(`${api.origin}/health`, { headers: { authorization: `Bearer ${manager.session.accessToken}` } })
      ).json()) as Health
    try {
      const before = await ask()
      const pool = api.app.get<{ render(url: string): Promise<unknown> }>(BROWSER, { strict: false })
      // Its address is refused, but to find that out the browser has to start.
      await pool.render('http://127.0.0.1:9/')
      await expect.poll(async () => (await ask()).details?.browser).not.toBeNull()
      return { before, after: await ask(), open: (await (await fetch(`${api.origin}/health`)).json()) as Health }
    } finally {
      await api.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }

  it('is not tried until a page needs it, and then its start and version are known', async () => {
    const { before, after } = await afterAPage({})
    expect(before.parts.browser).toMatchObject({ status: 'not tried', message: 'not tried yet' })
    expect(before.details?.browser).toBeNull()
    expect(after.parts.browser.status).toBe('up')
    expect(after.details?.browser).toMatchObject({
      ok: true,
      version: expect.stringMatching(/^\d+\./) as string,
      problem: null,
    })
    expect(Date.parse(after.details!.browser!.at)).toBeGreaterThan(Date.now() - 60_000)
  })

  it('is down when it did not start; why is for managers', async () => {
    const { after, open } = await afterAPage({ CHROMIUM_PATH: '/nowhere/chromium' })
    expect(after).toMatchObject({ status: 'degraded', parts: { browser: { status: 'down', optional: true } } })
    expect(after.parts.browser.message).toMatch(/^Chromium did not start at \d{4}-/)
    expect(after.details?.browser).toMatchObject({ ok: false, problem: 'There is no browser at /nowhere/chromium.' })
    expect(open.parts.browser).toMatchObject({ status: 'down' })
    expect(JSON.stringify(open)).not.toContain('/nowhere')
  })
})

describe('connected services', () => {
  it('are listed for a manager: name and last state, no key and no address', async () => {
    const api = await TestApi.open()
    try {
      const manager = await api.visitor()
      const viewer = await api.visitor('viewer', manager)
      const add = (providerId: string, label: string, settings: object) =>
        manager.json<{ id: string }>('POST', '/connections', { providerId, label, key: 'a-secret-key-1234', settings })
      const baseUrl = 'http://models.internal.example/v1'
      const broken = await add('openai-compatible', 'Broken', { baseUrl })
      await add('openai-compatible', 'Untouched', { baseUrl })
      await manager.json('POST', `/connections/${broken.id}/test`)
      const ask = async (headers: Record<string, string>) => {
        const text = await (await fetch(`${api.origin}/health`, { headers })).text()
        expect(text).not.toMatch(/secret|1234|internal/)
        return (JSON.parse(text) as Health).details
      }
      const details = await ask({ authorization: `Bearer ${manager.session.accessToken}` })
      expect(details?.connections).toEqual([
        { label: 'Broken', kind: 'llm', enabled: true, state: 'failing', at: expect.any(String) as string },
        { label: 'Untouched', kind: 'llm', enabled: true, state: 'not tried', at: null },
      ])
      expect(await ask({})).toBeUndefined()
      expect(await ask({ authorization: `Bearer ${viewer.session.accessToken}` })).toBeUndefined()
      expect(await ask({ authorization: 'Bearer nonsense' })).toBeUndefined()
      expect(await ask({ 'x-api-key': 'enr_nonsense' })).toBeUndefined()
    } finally {
      await api.close()
    }
  })
})
