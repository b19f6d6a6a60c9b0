import type { Connection, ProviderKindJson } from '@enrichify/contracts'
import type { Allowed } from '../../api/use-session.ts'
import { Section } from '../../ui/section.tsx'
import { ConnectionRow } from './connection-row.tsx'
import { KIND_WORDS, movedIds } from './fallback-order.ts'
import type { ConnectionChanges } from './use-connections.ts'

interface GroupProps {
  kind: ProviderKindJson
  items: readonly Connection[]
  changes: ConnectionChanges
  mayManage: Allowed
  onEdit: (connection: Connection) => void
  onRemove: (connection: Connection) => void
}

export function ConnectionGroup({ kind, items, changes, mayManage, onEdit, onRemove }: GroupProps) {
  const { title, hint } = KIND_WORDS[kind]
  const move = (id: string, step: -1 | 1) => {
    const ids = movedIds(items, id, step)
    if (ids) changes.order.mutate(ids)
  }
  return (
    <Section title={title} hint={hint}>
      <ol className="divide-y divide-line rounded-base border border-line bg-surface">
        {items.map((connection, index) => (
          <ConnectionRow
            key={connection.id}
            connection={connection}
            number={items.length > 1 ? index + 1 : null}
            first={index === 0}
            last={index === items.length - 1}
            // People may change their own keys.
            allowed={connection.owner === 'me' ? true : mayManage}
            testing={changes.test.isPending && changes.test.variables === connection.id}
            onMove={(step) => move(connection.id, step)}
            onTest={() => changes.test.mutate(connection.id)}
            onEnable={(enabled) => changes.enable.mutate({ id: connection.id, enabled })}
            onEdit={() => onEdit(connection)}
            onRemove={() => onRemove(connection)}
          />
        ))}
      </ol>
    </Section>
  )
}
