import { randomUUID } from 'node:crypto'
import {
  ApiError,
  createWebset,
  listRows,
  loginWithLink,
  makeClient,
  runCommand,
  undoAction,
  type Applied,
  type Client,
  type CommandBody,
} from '@enrichify/contracts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { killNow } from './drills/processes.ts'
import { Stack } from './drills/stack.ts'
import { Truth } from './drills/truth.ts'
import { until } from './drills/until.ts'

/** Each sender’s. The drill has 1,000: `COMMANDS=1000 npx vitest run --project e2e-alone commands-in-flight`. */
const COMMANDS = Number(process.env.COMMANDS) || 60
const SENDERS = 4

let stack: Stack
let truth: Truth
let call: Client
let token = ''
beforeAll(async () => {
  stack = await Stack.open()
  truth = new Truth(stack)
  call = makeClient({ baseUrl: stack.address, headers: () => ({ authorization: `Bearer ${token}` }) })
  token = (await call(loginWithLink, { body: { token: stack.token } })).accessToken
})
afterAll(async () => {
  await truth?.close()
  await stack?.remove()
})

const kill = {
  api: async () => killNow(await stack.pidOf('api')),
  postgres: async () => killNow(stack.postgresPid),
  worker: async () => killNow(await stack.pidOf('worker')),
  launcher: async () => {
    await killNow(stack.launcherPid)
    await stack.start()
  },
}

/** As the client’s queue does it: the same again until there is an answer, or a refusal that stays. */
function untilAnswered<T>(what: string, send: () => Promise<T>): Promise<T> {
  return until(what, async () => {
    try {
      return { answer: await send() }
    } catch (error) {
      if (error instanceof ApiError && error.status > 0 && error.status < 500) return { error }
      throw error
    }
  }).then((outcome) => {
    if ('error' in outcome) throw outcome.error
    return outcome.answer
  })
}

it('commands that are under way when something is killed have one effect each', async () => {
  const made = await call(createWebset, { body: { name: 'Sheet', columns: [{ name: 'Name', kind: 'text' }] } })
  const params = { id: made.id }
  const column = made.columns[0]!.id
  let answered = 0
  const command = async (body: Omit<CommandBody, 'commandId'>): Promise<Applied> => {
    const whole = { ...body, commandId: randomUUID() } as CommandBody
    const applied = await untilAnswered('an answer', () => call(runCommand, { params, body: whole as never }))
    answered++
    return applied
  }

  /** Adds rows, edits each second one, deletes each third and brings each sixth back. Returns what must be there. */
  const send = async (sender: number): Promise<string[]> => {
    const there: string[] = []
    for (let sent = 0; sent < COMMANDS;) {
      const name = `${sender}.${sent}`
      const added = await command({ kind: 'rows.add', payload: { rows: [{ [column]: name }] } })
      const rowId = added.rows![0]!.id
      let now = name
      if (++sent % 2 === 0) {
        now = `${name} edited`
        await command({ kind: 'cells.edit', payload: { edits: [{ rowId, columnId: column, text: now }] } })
        sent++
      }
      if (sent % 3 === 0) {
        const deleted = await command({ kind: 'rows.delete', payload: { rows: { kind: 'ids', ids: [rowId] } } })
        sent++
        if (sent % 2 === 0) continue
        const undo = { params: { ...params, actionId: deleted.actionId! }, body: {} }
        await untilAnswered('an undo', () => call(undoAction, undo))
      }
      there.push(now)
    }
    return there
  }

  const sending = Promise.all(Array.from({ length: SENDERS }, (_, sender) => send(sender)))
  const faults = Object.entries(kill)
  for (const [at, [name, strike]] of faults.entries()) {
    const share = ((at + 1) * SENDERS * COMMANDS) / (faults.length + 1)
    await until(`${share} answers before the ${name} is killed`, () => answered >= share)
    await strike()
  }
  const there = (await sending).flat()

  const names: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: { limit: number; cursor?: string } = { limit: 500, ...(cursor ? { cursor } : {}) }
    const window = await untilAnswered('the rows', () => call(listRows, { params, query }))
    names.push(...window.rows.map(({ cells }) => String(cells[column])))
    cursor = window.nextCursor
  }
  expect(names.toSorted()).toEqual(there.toSorted())
  // Each command is one action with a version of its own, and the webset is as far as the last of them.
  const [found] = await truth.ask<{ commands: string; doubled: string; last: boolean }>(
    `select count(*) filter (where a.command_id is not null) as commands,
       count(*) - count(distinct a.version) as doubled, max(a.version) = max(w.version) as last
     from actions a
     join websets w on w.id = a.webset_id
     where a.webset_id = $1 and a.size > 0`,
    [made.id],
  )
  expect(found).toEqual({ commands: String(answered), doubled: '0', last: true })
})
