import {
  createWebset,
  deleteWebset,
  startImport,
  type ImportJob,
  type ImportPreview,
  type Webset,
} from '@enrichify/contracts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { call } from '../../api/client.ts'

export type Options = ImportPreview['options']

/** A preview needs a webset. If the import is given up, that webset goes to the trash again. */
export function useImportPreview(file: File, existing: Webset | null) {
  const [made, setMade] = useState<string | null>(null)
  const websetId = existing?.id ?? made
  const started = useRef(false)

  const form = (uploadId: string | null, options: Partial<Options> | null) => {
    const data = new FormData()
    if (options) data.set('options', JSON.stringify(options))
    if (uploadId) data.set('uploadId', uploadId)
    // The file comes last, so that the server reads the other fields without waiting for it.
    else data.set('file', file, file.name)
    return data
  }
  const preview = useMutation({
    mutationFn: async (change: { uploadId: string; options: Partial<Options> } | null) => {
      const id = websetId ?? (await call(createWebset, { body: { name: nameOf(file.name) } })).id
      setMade(existing ? null : id)
      return (await call(startImport, {
        params: { id },
        query: { preview: 'true' },
        form: form(change?.uploadId ?? null, change?.options ?? null),
      })) as ImportPreview
    },
  })
  const start = useMutation({
    mutationFn: async (options: Options) => {
      if (!websetId || !preview.data) throw new Error('There is no preview yet.')
      const job = (await call(startImport, {
        params: { id: websetId },
        form: form(preview.data.uploadId, options),
      })) as ImportJob
      return { websetId, importId: job.id }
    },
  })
  const { mutate } = preview
  // Once, although React mounts twice in development.
  useEffect(() => {
    if (started.current) return
    started.current = true
    mutate(null)
  }, [mutate])
  const discard = () => {
    if (made) void call(deleteWebset, { params: { id: made } }).catch(() => undefined)
  }
  return { preview, start, discard }
}

function nameOf(fileName: string): string {
  return (
    fileName
      .replace(/\.[a-z0-9]{1,5}$/i, '')
      .replaceAll('_', ' ')
      .trim()
      .slice(0, 200) || 'Imported list'
  )
}
