import { useMutation } from '@tanstack/react-query'
import { Button } from '../../ui/button.tsx'
import type { DraftMethod } from './column-draft.ts'
import { partWords, type ColumnPart } from './column-parts.ts'
import type { DraftConflict } from './use-shared-draft.ts'

interface ConflictProps {
  conflict: DraftConflict
  method: DraftMethod
  by: string | null
  busy: boolean
  onMine: () => void
  onTheirs: () => void
}

/** Someone else saved what is being changed here. What was typed stays until the person chooses. */
export function ColumnConflict({ conflict, method, by, busy, onMine, onTheirs }: ConflictProps) {
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-base bg-warn-soft px-3 py-2 text-warn">
      <p>
        {by ?? 'Someone else'} changed {partWords(conflict.parts, method)} of this column meanwhile. What you typed is
        still here, and not saved.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button busy={busy} onClick={onMine}>
          Save mine
        </Button>
        <Button onClick={onTheirs}>Take theirs</Button>
      </div>
    </div>
  )
}

interface GoneProps {
  /** Null: no one else, or several people changed columns. */
  by: string | null
  isChanged: boolean
  /** Null: the person may not change the sheet. */
  onRestore: (() => Promise<void>) | null
  onClose: () => void
}

/** The column went to the trash while its editor was open. Nothing can be saved until it is back. */
export function ColumnGone({ by, isChanged, onRestore, onClose }: GoneProps) {
  const restore = useMutation({ mutationFn: async () => onRestore?.() })
  return (
    <div role="alert" className="flex flex-col gap-2 rounded-base bg-warn-soft px-3 py-2 text-warn">
      <p>
        {by ? `${by} moved this column to the trash.` : 'This column was moved to the trash.'}
        {isChanged && ' What you typed is still here, and not saved.'}
      </p>
      <div className="flex flex-wrap gap-2">
        {onRestore && (
          <Button busy={restore.isPending} onClick={() => restore.mutate()}>
            Bring it back
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </div>
  )
}

/** Someone else saved what this person has not touched: the editor shows it. */
export function ColumnFollowed({
  parts,
  method,
  by,
}: {
  parts: readonly ColumnPart[]
  method: DraftMethod
  by: string | null
}) {
  return (
    <p role="status" className="rounded-base bg-paper px-3 py-2 text-small text-muted">
      {by ?? 'Someone else'} changed {partWords(parts, method)} of this column. You see it as it is now.
    </p>
  )
}

/** What was typed in an earlier visit, and not saved, is in the editor again. */
export function ColumnKept({ onStartOver }: { onStartOver: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-2 rounded-base bg-paper px-3 py-2 text-small text-muted"
    >
      <p className="min-w-0 flex-1 basis-48">What you typed here earlier is back. It is not saved yet.</p>
      <Button onClick={onStartOver}>Discard it</Button>
    </div>
  )
}
