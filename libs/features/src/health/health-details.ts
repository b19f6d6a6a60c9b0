import type { Connection, HealthDetails as Details } from '@enrichify/contracts'
import { may, type Principal } from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { BrowserStarts } from '../pages/browser-starts.ts'
import { ConnectionsService } from '../providers/connections.service.ts'

/** What health tells a manager besides: the browser's last start, and each connected service. No keys, no addresses. */
@Injectable()
export class HealthDetails {
  constructor(
    private readonly starts: BrowserStarts,
    private readonly connections: ConnectionsService,
  ) {}

  /** Null for everyone else. */
  async of(principal: Principal | undefined): Promise<Details | null> {
    if (!principal || !may(principal.role, 'providers.manage', principal.scopes)) return null
    const [browser, connections] = await Promise.all([this.starts.last(), this.connections.list(principal)])
    return {
      browser: this.starts.isUsed ? browser : null,
      connections: connections.map((connection) => ({
        label: connection.label,
        kind: connection.kind,
        enabled: connection.enabled,
        ...lastState(connection),
      })),
    }
  }
}

/** A connection that was neither tested nor used this month says nothing about whether it works. */
function lastState({ health, test, usage }: Connection): Pick<Details['connections'][number], 'state' | 'at'> {
  const at =
    [test?.at, usage.lastUsedAt]
      .filter((time) => typeof time === 'string')
      .sort()
      .at(-1) ?? null
  if (health.state !== 'ok') return { state: 'failing', at }
  return { state: at === null ? 'not tried' : 'ok', at }
}
