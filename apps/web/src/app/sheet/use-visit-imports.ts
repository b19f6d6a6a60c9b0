import type { ImportJob } from '@enrichify/contracts'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { keys } from '../../api/keys.ts'
import type { SheetDocument } from '../../document/sheet-document.ts'
import { importQuery } from '../../features/imports/import-query.ts'
import { toast } from '../../ui/toast.ts'

/**
 * Imports that the person starts in this visit. Once one has ended, Ctrl+Z takes it back like anything else. One that
 * is in the address of a sheet that is opened again is not among them.
 */
export function useVisitImports(document: SheetDocument): (importId: string) => void {
  const [started, setStarted] = useState<readonly string[]>([])
  const jobs = useQueries({ queries: started.map(importQuery) }).flatMap(({ data }) => data ?? [])
  const finished = jobs.filter(({ state }) => state === 'finished')
  // Tells the document, which is outside React. It takes each import once.
  useEffect(() => {
    for (const job of finished) document.imported(job)
  }, [finished, document])
  return (importId) => setStarted((known) => [...known, importId])
}

/** A new webset goes with the import that made it, when that is cancelled. */
export function useLeaveRemoved(): (job: ImportJob) => void {
  const client = useQueryClient()
  const navigate = useNavigate()
  return ({ fileName }) => {
    void navigate('/', { replace: true })
    void client.invalidateQueries({ queryKey: keys.allWebsets() })
    toast(`The import of ${fileName} was cancelled. Its empty webset is in the trash.`)
  }
}
