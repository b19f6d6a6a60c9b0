import { LIVE_PATH, type LiveEvents, type LiveRequests } from '@enrichify/contracts'
import { isRunOver } from '@enrichify/domain'
import { io, type Socket } from 'socket.io-client'
import { killNow } from './processes.ts'
import type { Product } from './product.ts'
import { SecondWorker } from './second-worker.ts'
import type { Stack } from './stack.ts'
import type { Truth } from './truth.ts'
import { until } from './until.ts'

export interface Arena {
  stack: Stack
  product: Product
  truth: Truth
  runId: string
}

export interface Strike {
  /** `performance.now()` of the fault. */
  sent: number
  recovered(): Promise<boolean>
  /** What the fault still has to do once the run has gone on. */
  after?(): Promise<void>
}

export interface Fault {
  about: string
  /** What “recovered” means for it. */
  measure: string
  limitSeconds: number
  /** Before the run starts. */
  prepare?(arena: Omit<Arena, 'runId'>): Promise<() => Promise<void>>
  strike(arena: Arena): Promise<Strike>
}

const NEW_CELL = 'first cell of a transaction begun after it'
const PAUSE_MS = 8000

export const FAULTS = {
  'kill-worker': {
    about: 'kill -9 of the worker',
    measure: NEW_CELL,
    limitSeconds: 6,
    async strike(arena) {
      const { sent, deadAt } = await killNow(await arena.stack.pidOf('worker'))
      return { sent, recovered: () => hasNewCell(arena, deadAt) }
    },
  },
  'crash-postgres': {
    about: 'kill -9 of the embedded PostgreSQL',
    measure: NEW_CELL,
    limitSeconds: 6,
    async strike(arena) {
      const { sent, deadAt } = await killNow(arena.stack.postgresPid)
      return { sent, recovered: () => hasNewCell(arena, deadAt) }
    },
  },
  'pause-worker': {
    about: `kill -STOP of one of two workers for ${PAUSE_MS / 1000} s, then -CONT`,
    measure: 'the queue has taken the first of its jobs from it',
    limitSeconds: 6,
    async prepare({ stack }) {
      const second = await SecondWorker.start(stack)
      return () => second.stop()
    },
    async strike({ stack, truth, runId }) {
      const zombie = await stack.pidOf('worker')
      const sent = performance.now()
      process.kill(zombie, 'SIGSTOP')
      const taken = `select count(*)
        from bullmq.job
        where queue = 'enrichment' and data ->> 'runId' = $1 and stalled_count > 0`
      return {
        sent,
        recovered: async () => (await truth.count(taken, [runId])) > 0,
        async after() {
          await until('the end of the pause', () => performance.now() - sent >= PAUSE_MS)
          process.kill(zombie, 'SIGCONT')
        },
      }
    },
  },
  'kill-api': {
    about: 'kill -9 of the API, a watching socket open',
    measure: 'the socket is back, its room joined, /health is green',
    limitSeconds: 10,
    async strike({ stack, product, runId }) {
      const socket = watch(stack, product)
      await until('the first watch', () => socket.joined === 1)
      const { sent } = await killNow(await stack.pidOf('api'))
      return {
        sent,
        recovered: async () => socket.joined > 1 && (await product.isUp()),
        async after() {
          // A run that ended meanwhile has nothing more to say.
          await until(
            'an event after the reconnect',
            async () => socket.heard > 0 || isRunOver((await product.run(runId)).state),
            { withinMs: 10_000 },
          ).finally(() => socket.close())
        },
      }
    },
  },
  'kill-launcher': {
    about: 'kill -9 of the launcher, then a new start at once',
    measure: NEW_CELL,
    limitSeconds: 12,
    async strike(arena) {
      const database = arena.stack.postgresPid
      const { sent, deadAt } = await killNow(arena.stack.launcherPid)
      await arena.stack.start()
      if (arena.stack.postgresPid !== database) throw new Error('PostgreSQL was not adopted but started again.')
      await arena.product.signIn()
      return { sent, recovered: () => hasNewCell(arena, deadAt) }
    },
  },
} satisfies Record<string, Fault>

export type FaultName = keyof typeof FAULTS

/**
 * `at` is the time at which the transaction began. Work that a dead process had under way does not count as recovery.
 */
async function hasNewCell({ truth, runId }: Arena, after: Date): Promise<boolean> {
  return (
    (await truth.count('select count(*) from (select from changes where run_id = $1 and at > $2 limit 1) c', [
      runId,
      after,
    ])) > 0
  )
}

/** Watches like the web client: joins again after each connect. */
function watch(stack: Stack, product: Product): { joined: number; heard: number; close: () => void } {
  const socket: Socket<LiveEvents, LiveRequests> = io(stack.address, {
    path: LIVE_PATH,
    transports: ['websocket', 'polling'],
    reconnectionDelayMax: 5000,
    forceNew: true,
    auth: (give) => give({ token: product.token }),
  })
  const state = { joined: 0, heard: 0, close: () => void socket.close() }
  socket.on('connect', () => {
    socket.emit('webset.watch', { websetId: product.websetId }, (answer) => {
      if (answer.ok) state.joined++
      state.heard = 0
    })
  })
  socket.on('sheet.changed', () => state.heard++)
  socket.on('run.updated', () => state.heard++)
  return state
}
