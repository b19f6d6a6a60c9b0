import { deleteWebset, restoreWebset, type WebsetSummary } from '@enrichify/contracts'
import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useAllowed } from '../../api/use-session.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { errorText } from '../../ui/error-text.ts'
import { ago, fullTime, plural } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { toast, toastProblem } from '../../ui/toast.ts'
import { RenameDialog } from './rename.dialog.tsx'

export function WebsetRow({ webset, trash }: { webset: WebsetSummary; trash: boolean }) {
  const client = useQueryClient()
  const [renaming, setRenaming] = useState(false)
  const mayEdit = useAllowed('websets.edit')
  const mayDelete = useAllowed('websets.delete')
  const reread = () => client.invalidateQueries({ queryKey: keys.allWebsets() })
  const restore = () =>
    call(restoreWebset, { params: { id: webset.id } })
      .then(() => toast(`“${webset.name}” is back`))
      .catch((error: unknown) => toastProblem(errorText(error)))
      .finally(reread)
  const remove = () =>
    call(deleteWebset, { params: { id: webset.id } })
      .then(() => toast(`“${webset.name}” is in the trash`, { label: 'Undo', run: () => void restore() }))
      .catch((error: unknown) => toastProblem(errorText(error)))
      .finally(reread)
  return (
    <li className="flex items-center gap-3 py-2.5">
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          {trash ? (
            <span className="truncate font-medium">{webset.name}</span>
          ) : (
            <Link to={`/websets/${webset.id}`} className="truncate font-medium underline-offset-2 hover:underline">
              {webset.name}
            </Link>
          )}
          {webset.isSample && (
            <span className="rounded-small border border-line-strong px-1.5 text-tiny text-muted">Sample data</span>
          )}
          {webset.activeRunId && (
            <span className="flex items-center gap-1.5 text-small text-accent">
              <span className="breathe size-1.5 rounded-full bg-accent" aria-hidden /> Running
            </span>
          )}
        </div>
        <p className="text-small text-quiet">
          {plural(webset.rows, 'row')} · {plural(webset.columns, 'column')} ·{' '}
          <time dateTime={webset.updatedAt} title={fullTime(webset.updatedAt)}>
            changed {ago(webset.updatedAt)}
          </time>
        </p>
      </div>
      {trash ? (
        <Button icon={RotateCcw} allowed={mayDelete} onClick={() => void restore()}>
          Restore
        </Button>
      ) : (
        <Menu
          label={`Actions for ${webset.name}`}
          placement="bottom-end"
          trigger={<IconButton icon={Ellipsis} label={`Actions for ${webset.name}`} />}
          actions={[
            {
              name: 'webset.rename',
              label: 'Rename',
              icon: Pencil,
              canRun: () => mayEdit,
              run: () => setRenaming(true),
            },
            {
              name: 'webset.delete',
              label: 'Move to the trash',
              icon: Trash2,
              danger: true,
              group: 'danger',
              canRun: () => mayDelete,
              run: () => void remove(),
            },
          ]}
        />
      )}
      {renaming && <RenameDialog webset={webset} onClose={() => setRenaming(false)} />}
    </li>
  )
}
