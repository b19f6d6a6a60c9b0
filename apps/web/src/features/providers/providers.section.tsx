import type { Connection } from '@enrichify/contracts'
import { Plug, Plus } from 'lucide-react'
import { useState } from 'react'
import { useAllowed } from '../../api/use-session.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { lazyPart } from '../../ui/lazy-part.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ConnectionGroup } from './connection-group.tsx'
import { byKind, inPlace } from './fallback-order.ts'
import { RemoveConnection } from './remove-connection.dialog.tsx'
import { useConnectionChanges, useConnections } from './use-connections.ts'

const ConnectDialog = lazyPart(async () => (await import('./connect.dialog.tsx')).ConnectDialog)

type Open = { kind: 'connect' } | { kind: 'edit' | 'remove'; connection: Connection }

export function ProvidersSection() {
  const query = useConnections()
  const changes = useConnectionChanges()
  const mayManage = useAllowed('providers.manage')
  const [open, setOpen] = useState<Open | null>(null)
  const connections = query.data?.connections ?? []
  const connect = (
    <Button icon={Plus} tone="primary" onClick={() => setOpen({ kind: 'connect' })}>
      Connect a service
    </Button>
  )
  return (
    <div className="flex flex-col gap-7">
      {connections.length > 0 && (
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 basis-64 text-muted">
            Ready facts work without any service. When a service fails or is paused, the next one below it is used.
          </p>
          {connect}
        </div>
      )}
      {query.isPending && <ListSkeleton />}
      {query.isError && (
        <ErrorState title="The services could not be read" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.isSuccess && connections.length === 0 && (
        <EmptyState icon={Plug} title="No service is connected" actions={connect}>
          Ready facts work without one. Connect a model to answer questions of your own: with your own key, or a model
          that runs on your machine.
        </EmptyState>
      )}
      {byKind(connections, inPlace).map(({ kind, items }) => (
        <ConnectionGroup
          key={kind}
          kind={kind}
          items={items}
          changes={changes}
          mayManage={mayManage}
          onEdit={(connection) => setOpen({ kind: 'edit', connection })}
          onRemove={(connection) => setOpen({ kind: 'remove', connection })}
        />
      ))}
      {open?.kind === 'connect' && (
        <ConnectDialog
          key="new"
          connection={null}
          onClose={() => setOpen(null)}
          onEdit={(connection) => setOpen({ kind: 'edit', connection })}
        />
      )}
      {open?.kind === 'edit' && (
        <ConnectDialog
          key={open.connection.id}
          connection={open.connection}
          onClose={() => setOpen(null)}
          onEdit={(connection) => setOpen({ kind: 'edit', connection })}
        />
      )}
      {open?.kind === 'remove' && (
        <RemoveConnection connection={open.connection} onClose={() => setOpen(null)} onRemoved={changes.reread} />
      )}
    </div>
  )
}

function ListSkeleton() {
  return (
    <div role="status" aria-label="Loading services" className="flex flex-col gap-5">
      {[0, 1, 2].map((index) => (
        <div key={index} className="flex flex-col gap-2">
          <Skeleton className="h-4 w-1/4" />
          <Skeleton className="h-3 w-1/2" />
        </div>
      ))}
    </div>
  )
}
