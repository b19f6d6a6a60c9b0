import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AuthService, ConnectionsService, readConfig, renderEnvExample, type Config } from '@enrichify/features'
import type { INestApplicationContext } from '@nestjs/common'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openServices } from '../open-services.ts'
import { root, runCommand, withTestDatabase } from '../testing/run-command.ts'

const config: Config = { ...readConfig(withTestDatabase({ BROWSER: 'off', LOG_LEVEL: 'silent' })) }

async function withServices<T>(work: (services: INestApplicationContext) => Promise<T>): Promise<T> {
  const services = await openServices(config)
  try {
    return await work(services)
  } finally {
    await services.close()
  }
}
const query = async <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<T>(sql)).rows
  } finally {
    await client.end()
  }
}

it('env-example writes every setting into .env.example', async () => {
  expect(await runCommand(['env-example'])).toEqual({ code: 0, out: '', error: '' })
  expect(readFileSync(join(root, '.env.example'), 'utf8')).toBe(renderEnvExample())
})

describe('migrate', () => {
  it('makes the tables in an empty database, and does nothing the second time', async () => {
    const url = new URL(testDatabase.ownerUrl)
    url.pathname = `${url.pathname}_empty`
    await query(testDatabase.ownerUrl, `create database ${url.pathname.slice(1)} template template0`)
    const app = new URL(testDatabase.appUrl)
    app.pathname = url.pathname
    const env = withTestDatabase({ DATABASE_URL: url.href, DATABASE_APP_URL: app.href })
    for (let time = 1; time <= 2; time++)
      expect(await runCommand(['migrate'], { env })).toEqual({
        code: 0,
        out: 'The database is up to date.\n',
        error: '',
      })
    expect(await query(app.href, 'select count(*)::int as websets from enrichify.websets')).toEqual([{ websets: 0 }])
  })

  it('says what to do when the database does not answer', async () => {
    const { code, error } = await runCommand(['migrate'], {
      env: withTestDatabase({ DATABASE_URL: 'postgres://enrichify@127.0.0.1:1/enrichify' }),
    })
    expect(code).toBe(1)
    expect(error).toContain('Run `npm run doctor` to see what is wrong.')
  })
})

describe('reset-password', () => {
  const owner = { email: 'owner@example.com', password: 'the first password', name: 'Owner' }

  it('sets the password from the first line of standard input, and ends all sessions', async () => {
    const session = await withServices((services) => services.get(AuthService).register(owner, 'test'))
    const ended = await runCommand(['reset-password', owner.email], {
      env: withTestDatabase(),
      input: 'another password\nnot this line\n',
    })
    expect(ended).toMatchObject({
      code: 0,
      out: 'The password of owner@example.com is set. All its sessions have ended.\n',
    })
    await withServices(async (services) => {
      const auth = services.get(AuthService)
      await expect(auth.refresh(session.refreshToken)).rejects.toMatchObject({ code: 'session_over' })
      await expect(auth.login(owner.email, owner.password, 'test')).rejects.toMatchObject({ code: 'wrong_credentials' })
      expect(await auth.login(owner.email, 'another password', 'test')).toMatchObject({ userId: session.userId })
    })
  })

  it.each([
    ['a short password', owner.email, 'short\n', 'A password has at least 10 characters and at most 72 bytes.'],
    ['no password', owner.email, '', 'A password has at least 10 characters and at most 72 bytes.'],
    ['an unknown account', 'who@example.com', 'a long password\n', 'There is no account with this e-mail address.'],
  ])('refuses %s with one sentence', async (_what, email, input, sentence) => {
    const ended = await runCommand(['reset-password', email], { env: withTestDatabase(), input })
    expect(ended).toEqual({ code: 1, out: '', error: `New password: \n\n${sentence}\n` })
  })
})

it('rotate-keys puts every stored key under a new master key, and --drop-old deletes the old one', async () => {
  await withServices(async (services) => {
    const { userId, workspaceId } = await services.get(AuthService).createLocalLink()
    await services
      .get(ConnectionsService)
      .add(
        { userId, workspaceId, role: 'manager', scopes: null, tokenId: null },
        { providerId: 'openai', owner: 'workspace', key: 'sk-rotated' },
      )
  })
  const masterKeys = async () =>
    (await query<{ id: string }>(testDatabase.ownerUrl, 'select master_key_id as id from enrichify.connections')).map(
      ({ id }) => id,
    )
  const [before] = await masterKeys()
  const rotated = await runCommand(['rotate-keys', '--drop-old'], { env: withTestDatabase() })
  const [after] = await masterKeys()
  expect(rotated).toMatchObject({ code: 0, out: `1 stored key is now under the master key ${after}.\n` })
  expect(after).not.toBe(before)
  // The second rotation opens the key with the master key of the first.
  expect(await runCommand(['rotate-keys'], { env: withTestDatabase() })).toMatchObject({ code: 0 })
  expect((await masterKeys())[0]).not.toBe(after)
})

describe('doctor', () => {
  it('names each check, and passes although an optional part is missing', async () => {
    const { code, out } = await runCommand(['doctor'], { env: withTestDatabase({ PORT: '0' }) })
    expect(out).toMatch(/^ {2}ok {3}Node +\d+\.\d+\.\d+$/m)
    expect(out).toMatch(/^ {2}ok {3}PostgreSQL +external, reachable, migrated$/m)
    expect(out).toContain('→ Run `npm start`, which builds it.')
    expect(out).toMatch(/^ +[\d.]+% Columns of a webset +\d+ of 500 columns$/m)
    expect(out).toMatch(/^ +[\d.]+% Disk +[\d,.]+ of [\d,.]+ GB$/m)
    expect(code).toBe(0)
    mkdirSync(join(root, 'apps/web/dist'), { recursive: true })
    writeFileSync(join(root, 'apps/web/dist/index.html'), '<html></html>')
    const built = await runCommand(['doctor'], { env: withTestDatabase({ PORT: '0' }) })
    expect(built.out).toMatch(/^ {2}ok {3}Web client +built$/m)
    rmSync(join(root, 'apps'), { recursive: true })
  })

  it('fails with what to do when a needed part is missing', async () => {
    const file = join(root, 'a-file')
    writeFileSync(file, '')
    const { code, out } = await runCommand(['doctor'], {
      env: withTestDatabase({ DATA_DIR: file, DATABASE_URL: 'postgres://enrichify@127.0.0.1:1/x' }),
    })
    expect(code).toBe(1)
    expect(out).toMatch(/^ FAIL {2}Data folder .*\n +→ Give yourself the right to write to it/m)
    expect(out).toMatch(/^ FAIL {2}PostgreSQL .*\n +→ Check DATABASE_URL/m)
    expect(existsSync(file)).toBe(true)
  })
})

describe('bad arguments', () => {
  it.each([
    [['no-such-command'], "error: unknown command 'no-such-command'\n"],
    [['reset-password'], "error: missing required argument 'email'\n"],
    [['migrate', '--fast'], "error: unknown option '--fast'\n"],
    [['migrate', 'now'], "error: too many arguments for 'migrate'. Expected 0 arguments but got 1: now.\n"],
    [['extract', 'a.html'], "error: required option '--out <file>' not specified\n"],
  ])('%j gives one sentence and exit code 2', async (argv, sentence) => {
    expect(await runCommand(argv, { env: withTestDatabase() })).toEqual({ code: 2, out: '', error: sentence })
  })

  it('help is no mistake, and no command is one', async () => {
    expect(await runCommand(['--help'])).toMatchObject({ code: 0, error: '' })
    expect(await runCommand([])).toMatchObject({ code: 2, out: '' })
  })

  it('names a bad setting without its value', async () => {
    const { code, error } = await runCommand(['migrate'], { env: withTestDatabase({ PORT: 'sk-secret' }) })
    expect(code).toBe(1)
    expect(error).toContain('The settings are not usable:\n  PORT: ')
    expect(error).not.toContain('sk-secret')
    expect(error).not.toContain('doctor')
  })
})
