import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { until } from './until.ts'

interface Process {
  pid: number
  parent: number
  state: string
  command: string
}

function listProcesses(): Process[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const found = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line)
      return found ? [{ pid: Number(found[1]), parent: Number(found[2]), state: found[3]!, command: found[4]! }] : []
    })
}

/**
 * The living child of `parent` whose command line names `part`. It only ever finds processes that a drill has started
 * itself.
 */
export function childOf(parent: number, part: string): number | null {
  return (
    listProcesses().find((each) => each.parent === parent && !each.state.startsWith('Z') && each.command.includes(part))
      ?.pid ?? null
  )
}

/** Children, their children and so on, the nearest first. */
export function descendantsOf(pid: number): number[] {
  const all = listProcesses()
  const found: number[] = []
  for (let parents = [pid]; parents.length > 0;) {
    parents = all.filter((each) => parents.includes(each.parent)).map((each) => each.pid)
    found.push(...parents)
  }
  return found
}

/** The process group: what a shell treats as one job. */
export function groupOf(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }))
}

export function isAlive(pid: number): boolean {
  return listProcesses().some((each) => each.pid === pid && !each.state.startsWith('Z'))
}

/** Returns when the process is dead: when the signal was sent, and when the process surely had no effect any more. */
export async function killNow(pid: number): Promise<{ sent: number; deadAt: Date }> {
  const sent = performance.now()
  process.kill(pid, 'SIGKILL')
  await until(`the end of ${pid}`, () => !isAlive(pid), { everyMs: 5, withinMs: 10_000 })
  return { sent, deadAt: new Date() }
}

/** The processes that this one has started and that live. Cheap enough to ask often. Linux only; empty elsewhere. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
