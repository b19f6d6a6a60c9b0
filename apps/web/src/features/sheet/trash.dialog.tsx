import { listTrash } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, plural } from '../../ui/format.ts'
import { Skeleton } from '../../ui/skeleton.tsx'

export function TrashDialog({
  websetId,
  edits,
  onClose,
}: {
  websetId: string
  edits: SheetEdits
  onClose: () => void
}) {
  const client = useQueryClient()
  const mayEdit = useAllowed('websets.edit')
  const trash = useQuery({
    queryKey: keys.trash(websetId),
    queryFn: ({ signal }) => call(listTrash, { params: { id: websetId }, signal }),
    staleTime: 0,
  })
  const restore = useMutation({
    mutationFn: edits.restore,
    onSettled: () => client.invalidateQueries({ queryKey: keys.trash(websetId) }),
  })
  const restoreRows = (ids: number[] | null) =>
    restore.mutate({ kind: 'rows.restore', payload: { rows: ids && { kind: 'ids', ids } } })
  const { columns = [], rows = [], totalRows = 0 } = trash.data ?? {}
  return (
    <Dialog
      title="Trash of this webset"
      description="Nothing is lost: what you restore comes back with its evidence and history."
      onClose={onClose}
    >
      {trash.isPending && <Skeleton className="h-24" />}
      {trash.isError && <ErrorLine error={trash.error} onRetry={() => void trash.refetch()} />}
      {restore.isError && <ErrorLine error={restore.error} />}
      {trash.isSuccess && columns.length === 0 && rows.length === 0 && (
        <EmptyState icon={Trash2} title="The trash is empty" />
      )}
      {columns.length > 0 && (
        <Section title={plural(columns.length, 'column')}>
          {columns.map((column) => (
            <Item
              key={column.id}
              name={column.name}
              at={column.deletedAt}
              allowed={mayEdit}
              onRestore={() => restore.mutate({ kind: 'column.restore', payload: { columnId: column.id } })}
            />
          ))}
        </Section>
      )}
      {rows.length > 0 && (
        <Section
          title={plural(totalRows, 'row')}
          action={
            <Button allowed={mayEdit} busy={restore.isPending} onClick={() => restoreRows(null)}>
              Restore all
            </Button>
          }
        >
          {rows.map((row) => (
            <Item
              key={row.id}
              name={row.label || `Row ${row.id}`}
              at={row.deletedAt}
              allowed={mayEdit}
              onRestore={() => restoreRows([row.id])}
            />
          ))}
        </Section>
      )}
    </Dialog>
  )
}

function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="mb-4">
      <div className="mb-1 flex items-center justify-between">
        <h3 className="font-semibold">{title}</h3>
        {action}
      </div>
      <ul className="divide-y divide-line">{children}</ul>
    </section>
  )
}

function Item({
  name,
  at,
  allowed,
  onRestore,
}: {
  name: string
  at: string
  allowed: true | string
  onRestore: () => void
}) {
  return (
    <li className="flex items-center gap-3 py-1.5">
      <span className="min-w-0 flex-1 truncate">{name}</span>
      <span className="text-small text-quiet">{ago(at)}</span>
      <Button tone="quiet" allowed={allowed} onClick={onRestore}>
        Restore
      </Button>
    </li>
  )
}
