import { startImport, startNewImport, type ImportJob, type ImportPreview, type Webset } from '@enrichify/contracts'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { call } from '../../api/client.ts'

export type Options = ImportPreview['options']

/** What a file would become. Until the import starts, nothing is made. */
export function useImportPreview(file: File, existing: Webset | null) {
  const started = useRef(false)

  const form = (uploadId: string | null, options: Partial<Options> | null) => {
    const data = new FormData()
    if (options) data.set('options', JSON.stringify(options))
    if (uploadId) data.set('uploadId', uploadId)
    // The file comes last, so that the server reads the other fields without waiting for it.
    else data.set('file', file, file.name)
    return data
  }
  const send = (query: { preview?: 'true' }, form: FormData) =>
    existing ? call(startImport, { params: { id: existing.id }, query, form }) : call(startNewImport, { query, form })
  const preview = useMutation({
    mutationFn: async (change: { uploadId: string; options: Partial<Options> } | null) =>
      (await send({ preview: 'true' }, form(change?.uploadId ?? null, change?.options ?? null))) as ImportPreview,
  })
  const start = useMutation({
    mutationFn: async (options: Options) => {
      if (!preview.data) throw new Error('There is no preview yet.')
      return (await send({}, form(preview.data.uploadId, options))) as ImportJob
    },
  })
  const { mutate } = preview
  // Once, although React mounts twice in development.
  useEffect(() => {
    if (started.current) return
    started.current = true
    mutate(null)
  }, [mutate])
  return { preview, start }
}
