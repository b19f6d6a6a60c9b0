import { editCells, getCell, type Row, type Webset } from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { call } from '../../api/client.ts'
import { errorText } from '../../api/error-text.ts'
import { keys } from '../../api/keys.ts'
import type { Allowed } from '../../api/use-session.ts'
import type { RowWindows } from '../../rows/row-windows.ts'
import { IconButton } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toastProblem } from '../../ui/toast.ts'
import type { RunRequest } from '../runs/use-start-run.ts'
import type { TextEdit } from '../sheet/use-cell-edits.ts'
import type { OpenCell } from '../sheet/view-state.ts'
import { Candidates } from './candidates.tsx'
import { CellHead } from './cell-head.tsx'
import { CellHistory } from './cell-history.tsx'
import { EvidenceView } from './evidence-view.tsx'
import { PagesTried } from './pages-tried.tsx'
import { planWords } from './plan-words.ts'
import { valueText } from './value-text.ts'

interface CellPanelProps {
  webset: Webset
  cell: OpenCell
  windows: RowWindows
  readonly: boolean
  mayRun: Allowed
  onClose: () => void
  onRun: (request: RunRequest) => void
  onSave: (edit: TextEdit) => void
}

/** Everything that is known of one cell: what it says, why one may believe it, what else was offered, and who said what when. */
export function CellPanel({ webset, cell, windows, readonly, mayRun, onClose, onRun, onSave }: CellPanelProps) {
  const client = useQueryClient()
  const { rowId, columnId } = cell
  const column = webset.columns.find((candidate) => candidate.id === columnId)
  const queryKey = keys.cell(webset.id, rowId, columnId)
  const query = useQuery({ queryKey, queryFn: ({ signal }) => call(getCell, { params: { id: webset.id, rowId, columnId }, signal }), enabled: column !== undefined, staleTime: 0 })
  const release = useMutation({
    mutationFn: () => call(editCells, { params: { id: webset.id }, body: { edits: [{ rowId, columnId, release: true }] } }),
    onSuccess: (answer) => windows.patch(answer.cells, false),
    onError: (problem) => toastProblem(errorText(problem)),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  if (!column) return null
  const detail = query.data
  const proof = detail?.candidates.find((candidate) => candidate.evidence && valueText(candidate.value) === valueText(detail.value)) ?? detail?.candidates.find((candidate) => candidate.evidence)
  const index = windows.indexOf(rowId)
  const row = index === undefined ? undefined : windows.rowAt(index)
  const label = row ? rowLabel(webset, row) : ''
  const runAgain = () => onRun({ columnIds: [columnId], scope: { kind: 'rows', rowIds: [rowId] }, again: true })
  const take = (value: unknown) => {
    onSave({ rowId, columnId, text: valueText(value) })
    void client.invalidateQueries({ queryKey })
  }
  return (
    <SidePanel
      title={column.name}
      subtitle={`${label || `Row ${rowId}`}${column.enrichment ? ` · ${planWords(column.enrichment, webset.columns)}` : ''}`}
      onClose={onClose}
      actions={column.enrichment && <IconButton icon={RotateCw} label="Run this cell’s row again" allowed={mayRun} onClick={runAgain} />}
    >
      {query.isPending && <PanelSkeleton />}
      {query.isError && <ErrorState title="This cell could not be read" error={query.error} onRetry={() => void query.refetch()} />}
      {detail && (
        <div className="flex flex-col gap-5 p-4" key={`${rowId}.${columnId}`}>
          <CellHead detail={detail} readonly={readonly} releasing={release.isPending} mayRun={mayRun} onRunAgain={runAgain} canRelease={column.enrichment !== null} onRelease={() => release.mutate()} />
          {proof?.evidence && detail.mark.state !== 'human' && detail.mark.state !== 'empty' && <EvidenceView key={proof.evidence.id} evidence={proof.evidence} />}
          <Candidates candidates={detail.candidates} current={detail.mark.state === 'empty' ? null : detail.value} shown={detail.mark.state === 'human' || detail.mark.state === 'empty' ? null : (proof ?? null)} readonly={readonly} onTake={take} />
          <PagesTried pages={detail.pages} />
          <CellHistory history={detail.history} />
        </div>
      )}
    </SidePanel>
  )
}

/** What a person would call the row: its first text, else its first value. */
function rowLabel(webset: Webset, row: Row): string {
  const filled = webset.columns.filter((column) => column.enrichment === null && valueText(row.cells[column.id]) !== '')
  const named = filled.find((column) => column.kind === 'text') ?? filled[0]
  return named ? valueText(row.cells[named.id]).replace(/^https?:\/\/(?:www\.)?/, '') : ''
}

function PanelSkeleton() {
  return (
    <div role="status" aria-label="Loading the cell" className="flex flex-col gap-4 p-4">
      <Skeleton className="h-6 w-2/3" />
      <Skeleton className="h-3 w-1/3" />
      <Skeleton className="h-28" />
      <Skeleton className="h-3 w-1/2" />
    </div>
  )
}
