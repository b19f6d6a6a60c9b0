import { detachArchive, getArchive, uploadArchive } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Archive, Upload } from 'lucide-react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { ago, bytes, plural } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'

const POLL_MS = 1500

function chooseArchive(onFile: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.warc,.gz'
  input.onchange = () => input.files?.[0] && onFile(input.files[0])
  input.click()
}

/** A WARC archive instead of the live web: everyone gets the same bytes, and nothing is fetched. */
export function ArchiveDialog({ websetId, onClose }: { websetId: string; onClose: () => void }) {
  const client = useQueryClient()
  const params = { id: websetId }
  const query = useQuery({
    queryKey: keys.archive(websetId),
    queryFn: ({ signal }) => call(getArchive, { params, signal }),
    refetchInterval: ({ state: { data } }) =>
      data?.archive?.state === 'indexing' || data?.replacement?.state === 'indexing' ? POLL_MS : false,
  })
  const onSettled = () => void client.invalidateQueries({ queryKey: keys.webset(websetId) })
  const upload = useMutation({
    mutationFn: (file: File) => {
      const form = new FormData()
      form.set('file', file)
      return call(uploadArchive, { params, form })
    },
    onSettled,
  })
  const detach = useMutation({ mutationFn: () => call(detachArchive, { params }), onSettled })
  const { archive = null, replacement = null } = query.data ?? {}
  const choose = () => chooseArchive((file) => upload.mutate(file))
  const error = upload.error ?? detach.error ?? query.error
  return (
    <Dialog
      title="Pages from an archive"
      description="Runs read pages from a WARC file instead of the live web; nothing is fetched."
      onClose={onClose}
    >
      {query.isPending && <Skeleton className="h-16" />}
      {error && <ErrorLine error={error} />}
      {query.isSuccess && !archive && (
        <EmptyState
          icon={Archive}
          title="This webset reads the live web"
          actions={
            <Button icon={Upload} tone="primary" busy={upload.isPending} onClick={choose}>
              Choose a .warc or .warc.gz file
            </Button>
          }
        />
      )}
      {archive && (
        <div className="flex flex-col gap-3">
          <div>
            <p className="font-medium break-all">{archive.name}</p>
            <p className="text-muted">
              {plural(archive.pages, 'page')} · {bytes(archive.bytes)} · added {ago(archive.createdAt)}
            </p>
          </div>
          {archive.state === 'indexing' && <Progress share={null} label="Reading the archive" />}
          {archive.state === 'ready' && archive.message && <p className="text-warn">{archive.message}</p>}
          {archive.state === 'failed' && (
            <ErrorLine error={new Error(archive.message ?? 'The archive could not be read.')} />
          )}
          {replacement?.state === 'indexing' && (
            <>
              <p className="break-all">{replacement.name} is being read. Until then, nothing is replaced.</p>
              <Progress share={null} label="Reading the new archive" />
            </>
          )}
          {replacement?.state === 'failed' && (
            <p role="alert" className="rounded-base bg-warn-soft px-3 py-2 break-words text-warn">
              {`${replacement.name} replaces nothing: ${replacement.message ?? 'It could not be read.'}`}
              <br />
              {`Runs still read from ${archive.name}.`}
            </p>
          )}
          <div className="flex flex-wrap gap-2">
            <Button icon={Upload} busy={upload.isPending} onClick={choose}>
              Use another
            </Button>
            <Button tone="danger" busy={detach.isPending} onClick={() => detach.mutate()}>
              Read the live web again
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}
