import type { Connection } from '@enrichify/contracts'
import type { ConnectionEntity, ConnectionUsage } from '@enrichify/database'
import { FAILURE_POLICIES, type ProviderFailureKind } from '@enrichify/domain'
import type { OutsideProvider } from '@enrichify/providers'
import { limitsOf } from './connection-directory.ts'

/** A connection as its people see it; `place` is its place in the fallback order of its kind. */
export function presentConnection(
  connection: ConnectionEntity,
  provider: OutsideProvider,
  place: number,
  usage: ConnectionUsage | undefined,
  createdBy: string,
): Connection {
  const { id, providerId, kind, label, lastFour, settings, enabled, defaultModel, prices, resend } = connection
  return {
    id,
    providerId,
    kind,
    label,
    lastFour,
    settings,
    enabled,
    defaultModel,
    prices,
    resend,
    place,
    createdBy,
    owner: connection.userId === null ? 'workspace' : 'me',
    limits: limitsOf(connection, provider),
    health: healthOf(connection),
    test: connection.testedAt
      ? { ok: connection.testOk === true, message: connection.testMessage ?? '', at: connection.testedAt.toISOString() }
      : null,
    usage: {
      callsThisMonth: usage?.calls ?? 0,
      microsThisMonth: usage?.micros ?? 0,
      lastUsedAt: usage?.lastUsedAt?.toISOString() ?? null,
    },
    createdAt: connection.createdAt.toISOString(),
  }
}

function healthOf({ blocked, failure, failures, openUntil, testOk }: ConnectionEntity): Connection['health'] {
  const message = failure ? FAILURE_POLICIES[failure as ProviderFailureKind].mend : null
  if (blocked) return { state: 'blocked', message, until: null }
  if (openUntil && openUntil.getTime() > Date.now()) return { state: 'open', message, until: openUntil.toISOString() }
  if (failures === 0 && testOk === false) return { state: 'degraded', message: 'Its last test failed.', until: null }
  return failures > 0 ? { state: 'degraded', message, until: null } : { state: 'ok', message: null, until: null }
}
