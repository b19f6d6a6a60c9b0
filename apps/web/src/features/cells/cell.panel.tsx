import { getCell, type CandidateJson, type CellDetail, type Column, type Row, type Webset } from '@enrichify/contracts'
import { planWords } from '@enrichify/domain'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, RotateCw, SlidersHorizontal, X } from 'lucide-react'
import { useActions } from '../../actions/action-registry.tsx'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useMe, type Allowed } from '../../api/use-session.ts'
import type { QueuedStep } from '../../document/command-queue.ts'
import type { SheetEdits } from '../../document/sheet-edits.ts'
import type { RunRequest } from '../../document/use-start-run.ts'
import { IconButton } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { OpenCell } from '../../view/view-state.ts'
import { rowLabel } from '../../words/row-label.ts'
import { valueText } from '../../words/value-text.ts'
import { Candidates } from './candidates.tsx'
import { CellConflict } from './cell-conflict.tsx'
import { CellHead } from './cell-head.tsx'
import { CellHistory } from './cell-history.tsx'
import { CellStale } from './cell-stale.tsx'
import { CellTrace } from './cell-trace.tsx'
import { CellVerdict, useJudge, VERDICT_KEYS } from './cell-verdict.tsx'
import { EvidenceView } from './evidence-view.tsx'
import { CheapestStep } from './next-step.tsx'
import { PagesTried } from './pages-tried.tsx'

interface CellPanelProps {
  webset: Webset
  cell: OpenCell
  /** Changes that were not answered yet. */
  steps: readonly QueuedStep[]
  /** The row of the cell, when it is in the sheet. */
  row: Row | undefined
  edits: SheetEdits
  readonly: boolean
  mayRun: Allowed
  onClose: () => void
  onRun: (request: RunRequest) => void
  onEdit: (column: Column) => void
}

/** All that is known of one cell: its value, its proof, the other candidates, and its history. */
export function CellPanel({
  webset,
  cell,
  steps,
  row,
  edits,
  readonly,
  mayRun,
  onClose,
  onRun,
  onEdit,
}: CellPanelProps) {
  const client = useQueryClient()
  const me = useMe()
  const { rowId, columnId } = cell
  const column = webset.columns.find((candidate) => candidate.id === columnId)
  const queryKey = keys.cell(webset.id, rowId, columnId)
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(getCell, { params: { id: webset.id, rowId, columnId }, signal }),
    enabled: column !== undefined,
    staleTime: 0,
  })
  const release = useMutation({
    mutationFn: () => edits.release(cell),
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  const detail = query.data
  const judge = useJudge(webset.id, cell, edits, steps)
  const verdict = judge.waiting === undefined ? (detail?.verdict ?? null) : judge.waiting
  const judgedBy = judgeName(judge.waiting === undefined ? (detail?.judgedBy ?? null) : null, me.user.id)
  // A value that a person typed needs no verdict, and one from an imported list was never answered.
  const canJudge =
    detail !== undefined &&
    !readonly &&
    detail.value !== null &&
    detail.mark.state !== null &&
    detail.mark.state !== 'human' &&
    !detail.mark.pending
  // A run found nothing but a value that was judged wrong. Without the verdict, that value comes back.
  const isPutAside = detail?.mark.empty === 'judged_wrong' && detail.verdict === 'wrong' && !detail.mark.pending
  const can = () => canJudge || 'There is no answer to judge here.'
  useActions([
    {
      name: 'cell.right',
      label: 'The cell is right',
      icon: Check,
      group: 'Sheet',
      shortcut: VERDICT_KEYS.right,
      canRun: can,
      run: () => void judge.say('right'),
    },
    {
      name: 'cell.wrong',
      label: 'The cell is wrong',
      icon: X,
      group: 'Sheet',
      shortcut: VERDICT_KEYS.wrong,
      canRun: can,
      run: () => void judge.say('wrong'),
    },
  ])
  if (!column) return null
  const proof =
    detail?.candidates.find(
      (candidate) => candidate.evidence && valueText(candidate.value) === valueText(detail.value),
    ) ?? detail?.candidates.find((candidate) => candidate.evidence)
  const isProven = detail?.mark.state !== 'empty' && (detail?.mark.state !== 'human' || detail.mark.quoted === true)
  const disagree =
    detail?.mark.conflict === true && detail.candidates.filter(({ evidence }) => evidence !== null).length > 1
  const label = row ? rowLabel(webset, row) : ''
  const here = { columnIds: [columnId], scope: { kind: 'rows' as const, rowIds: [rowId] }, again: true }
  const runAgain = () => onRun(here)
  // With its quote it is chosen and stays proven; without one it is as if it were typed.
  const take = ({ value, evidence }: CandidateJson) =>
    evidence ? void judge.choose(evidence.id) : edits.edit(cell, valueText(value))

  return (
    <SidePanel
      title={column.name}
      subtitle={[label || `Row ${rowId}`, column.enrichment && planWords(column.enrichment, webset.columns)]
        .filter(Boolean)
        .join(' · ')}
      onClose={onClose}
      actions={
        column.enrichment && (
          <>
            <IconButton icon={SlidersHorizontal} label="Edit the column" onClick={() => onEdit(column)} />
            <IconButton icon={RotateCw} label="Run this cell’s row again" allowed={mayRun} onClick={runAgain} />
          </>
        )
      }
    >
      {query.isPending && <PanelSkeleton />}
      {query.isError && (
        <ErrorState title="This cell could not be read" error={query.error} onRetry={() => void query.refetch()} />
      )}
      {detail && (
        <div className="flex flex-col gap-5 p-4" key={`${rowId}.${columnId}`}>
          <CellHead
            detail={detail}
            readonly={readonly}
            releasing={release.isPending}
            mayRun={mayRun}
            onRunAgain={runAgain}
            onFill={() => onRun({ ...here, fillEmptied: true })}
            canRelease={column.enrichment !== null}
            onRelease={() => release.mutate()}
          />
          <CheapestStep websetId={webset.id} detail={detail} onEdit={() => onEdit(column)} />
          {detail.mark.stale && !detail.mark.pending && (
            <CellStale judge={verdict === 'wrong' ? judgedBy : null} mayRun={mayRun} onRunAgain={runAgain} />
          )}
          {disagree && <CellConflict candidates={detail.candidates} judge={judge} readonly={readonly} />}
          {proof?.evidence && isProven && <EvidenceView key={proof.evidence.id} evidence={proof.evidence} />}
          {canJudge && <CellVerdict verdict={verdict} judge={judge} />}
          {isPutAside && !readonly && <CellVerdict verdict={verdict} judge={judge} putAsideBy={judgedBy} />}
          <Candidates
            candidates={disagree ? [] : detail.candidates}
            current={detail.mark.state === 'empty' ? null : detail.value}
            shown={isProven ? (proof ?? null) : null}
            readonly={readonly}
            onTake={take}
          />
          <CellTrace trace={detail.trace} quote={proof?.evidence ?? null} />
          <PagesTried pages={detail.pages} />
          <CellHistory history={detail.history} />
        </div>
      )}
    </SidePanel>
  )
}

function judgeName(judgedBy: CellDetail['judgedBy'], me: string): string {
  // Until the server has answered, it is the person here who said so.
  return judgedBy === null || judgedBy.id === me ? 'You' : judgedBy.name
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
