import {
  getColumnTests,
  listRows,
  setColumnTests,
  type Column,
  type EnrichmentJson,
  type GoldRow,
  type Row,
  type Webset,
} from '@enrichify/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { FlaskConical, Plus, Trash2 } from 'lucide-react'
import { useDeferredValue, useState, type KeyboardEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { useModels } from '../../api/use-models.ts'
import type { Allowed } from '../../api/use-session.ts'
import { TrialResult } from '../../parts/trial/trial-result.tsx'
import { useTrial } from '../../parts/trial/use-trial.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { ErrorLine } from '../../ui/error-state.tsx'
import { errorText } from '../../ui/error-text.ts'
import { TextField } from '../../ui/field.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { toastProblem } from '../../ui/toast.ts'
import { rowLabel } from '../../words/row-label.ts'
import { valueText } from '../../words/value-text.ts'
import { trialPrice, trialPriceWords } from './trial-price.ts'

export function useColumnTests(websetId: string, columnId: string | null) {
  return useQuery({
    queryKey: keys.columnTests(websetId, columnId ?? ''),
    queryFn: ({ signal }) => call(getColumnTests, { params: { id: websetId, columnId: columnId ?? '' }, signal }),
    enabled: columnId !== null,
  })
}

interface TestsProps {
  webset: Webset
  column: Column
  /** As it is in the editor; null: as it is saved. */
  plan: EnrichmentJson | null
  readonly: boolean
  mayRun: Allowed
  /** The rows chosen in the sheet. */
  selected: () => Promise<Row[]>
  selectedCount: number
}

/** Rows whose right answer is known, and how the plan does on them. */
export function ColumnTests({ webset, column, plan, readonly, mayRun, selected, selectedCount }: TestsProps) {
  const client = useQueryClient()
  const queryKey = keys.columnTests(webset.id, column.id)
  const query = useColumnTests(webset.id, column.id)
  const models = useModels().data?.models ?? []
  const trial = useTrial(webset.id, () => void client.invalidateQueries({ queryKey }))
  // Rows that were added and still need an answer.
  const [open, setOpen] = useState<GoldRow[]>([])
  const save = useMutation({
    mutationFn: (rows: { rowId: number; expected: GoldRow['expected'] }[]) =>
      call(setColumnTests, { params: { id: webset.id, columnId: column.id }, body: { rows } }),
    onSuccess: (answer, sent) => {
      client.setQueryData(queryKey, answer)
      setOpen((rows) => rows.filter(({ rowId }) => !sent.some((row) => row.rowId === rowId)))
    },
    onError: (error) => toastProblem(errorText(error)),
  })
  if (query.isPending) return <Skeleton className="h-16" />
  if (query.isError) return <ErrorLine error={query.error} onRetry={() => void query.refetch()} />
  const { rows } = query.data
  const add = (added: readonly Row[]) => {
    const fresh = added
      .filter(({ id }) => !rows.some(({ rowId }) => rowId === id))
      .map((row): GoldRow => ({
        rowId: row.id,
        label: rowLabel(webset, row) || `Row ${row.id}`,
        expected: row.cells[column.id] ?? null,
      }))
    const filled = fresh.filter(({ expected }) => expected !== null)
    if (filled.length > 0) save.mutate(filled.map(({ rowId, expected }) => ({ rowId, expected })))
    setOpen((held) => [
      ...held.filter(({ rowId }) => !fresh.some((row) => row.rowId === rowId)),
      ...fresh.filter(({ expected }) => expected === null),
    ])
  }
  const tested = plan ?? column.enrichment
  const price = trialPrice(tested ? [tested] : [], rows.length, models)
  return (
    <>
      <p className="text-small text-quiet">
        Give the right answer for a few rows. With three or more tests, you are asked before a version runs that does
        worse on them than an earlier one.
      </p>
      {rows.length + open.length > 0 && (
        <ul className="flex flex-col gap-1">
          {[...rows, ...open].map((row) => (
            <TestRow
              key={row.rowId}
              row={row}
              readonly={readonly}
              onExpected={(text) => save.mutate([{ rowId: row.rowId, expected: text }])}
              onRemove={() =>
                row.expected === null
                  ? setOpen(open.filter(({ rowId }) => rowId !== row.rowId))
                  : save.mutate([{ rowId: row.rowId, expected: null }])
              }
            />
          ))}
        </ul>
      )}
      {!readonly && (
        <div className="flex flex-wrap items-start gap-2">
          {selectedCount > 0 && (
            <Button
              icon={Plus}
              onClick={() => void selected().then(add, (error: unknown) => toastProblem(errorText(error)))}
            >
              Add the selected {selectedCount === 1 ? 'row' : `${selectedCount} rows`}
            </Button>
          )}
          <RowFinder webset={webset} onRow={(row) => add([row])} />
        </div>
      )}
      {rows.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <Button
            icon={FlaskConical}
            allowed={mayRun}
            busy={trial.busy}
            onClick={() =>
              trial.start.mutate({
                columnId: column.id,
                body: { kind: 'test', plans: [plan], budgetMicros: webset.practice ? null : price.budgetMicros },
              })
            }
          >
            Run {rows.length === 1 ? 'the test' : `${rows.length} tests`}
          </Button>
          <span className="text-small text-quiet">{trialPriceWords(price, webset.practice)}</span>
        </div>
      )}
      <TrialResult state={trial} title="Tests" />
    </>
  )
}

function TestRow({
  row,
  readonly,
  onExpected,
  onRemove,
}: {
  row: GoldRow
  readonly: boolean
  onExpected: (text: string) => void
  onRemove: () => void
}) {
  const saved = valueText(row.expected)
  const [text, setText] = useState(saved)
  const save = () => text.trim() !== '' && text.trim() !== saved && onExpected(text.trim())
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    save()
  }
  return (
    <li className="grid grid-cols-[1fr_1fr_auto] items-center gap-2">
      <span className="truncate text-muted" title={row.label}>
        {row.label}
      </span>
      <TextField
        label={`Right answer for ${row.label}`}
        hideLabel
        placeholder="the right answer"
        autoFocus={row.expected === null}
        readOnly={readonly}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={onKeyDown}
      />
      <IconButton icon={Trash2} label={`Remove the test of ${row.label}`} disabled={readonly} onClick={onRemove} />
    </li>
  )
}

const FOUND = 6

/** Finds a row by its text. */
function RowFinder({ webset, onRow }: { webset: Webset; onRow: (row: Row) => void }) {
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const found = useQuery({
    queryKey: ['webset', webset.id, 'find', search],
    queryFn: ({ signal }) => call(listRows, { params: { id: webset.id }, query: { search, limit: FOUND }, signal }),
    enabled: search.length > 1,
  })
  const choose = (row: Row) => {
    setText('')
    onRow(row)
  }
  const rows = search.length > 1 ? (found.data?.rows ?? []) : []
  return (
    <div className="relative min-w-40 flex-1">
      <TextField
        label="Add a row by search"
        hideLabel
        type="search"
        placeholder="Add a row by search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault()
            if (rows[0]) choose(rows[0])
          }
          if (event.key === 'Escape' && text !== '') {
            event.stopPropagation()
            setText('')
          }
        }}
      />
      {rows.length > 0 && (
        <ul
          aria-label="Found rows"
          className={cx(
            'appear absolute right-0 bottom-full left-0 z-10 mb-1',
            'rounded-base border border-line bg-raised p-1 shadow-float',
          )}
        >
          {rows.map((row) => (
            <li key={row.id}>
              <button
                type="button"
                onClick={() => choose(row)}
                className="flex h-control w-full items-center rounded-small px-2 text-left hover:bg-hover"
              >
                <span className="truncate">{rowLabel(webset, row) || `Row ${row.id}`}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** `7 of 8 right, best 8`. */
export function testWords(
  tests:
    | {
        rows: readonly GoldRow[]
        best: { right: number; of: number } | null
        current: { right: number; of: number } | null
      }
    | undefined,
): string {
  if (!tests || tests.rows.length === 0) return 'none yet'
  const { rows, best, current } = tests
  const now = current ? `${current.right} of ${current.of} right` : `${rows.length} rows, this version not tested`
  return best && best.right !== current?.right ? `${now} · best ${best.right} of ${best.of}` : now
}
