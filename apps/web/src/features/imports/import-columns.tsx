import type { ImportPreview, Webset } from '@enrichify/contracts'
import { COLUMN_KINDS, type ColumnKind } from '@enrichify/domain'
import { cx } from '../../ui/cx.ts'
import { KIND_LABELS } from '../../words/kind-labels.ts'
import type { Options } from './use-import-preview.ts'

type ImportColumn = Options['columns'][number]
const SKIP = 'skip'
const NEW = 'new'

interface ImportColumnsProps {
  preview: ImportPreview
  options: Options
  webset: Webset | null
  /** A change of names and targets does not need to read the file again. */
  onNames: (columns: ImportColumn[]) => void
  onTypes: (columns: ImportColumn[]) => void
}

const BOX = 'h-control w-full rounded-base border border-line-strong bg-raised px-1.5'

/** The first rows as they would be stored: above each column what it becomes, in red what does not fit. */
export function ImportColumns({ preview, options, webset, onNames, onTypes }: ImportColumnsProps) {
  const replace = (index: number, change: Partial<ImportColumn>) =>
    options.columns.map((column, place) => (place === index ? { ...column, ...change } : column))
  const take = (index: number, target: string) => {
    const plain = { ...options.columns[index], skip: false, columnId: null }
    const existing = webset?.columns.find((column) => column.id === target)
    if (existing) onTypes(replace(index, { ...plain, columnId: existing.id, kind: existing.kind }))
    else onNames(replace(index, { ...plain, skip: target === SKIP }))
  }
  // What runs answer is filled by no file.
  const fillable = webset?.columns.filter(({ enrichment }) => enrichment === null) ?? []
  return (
    <div className="overflow-auto rounded-base border border-line">
      <table className="min-w-full border-collapse text-left">
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky left-0 border-b border-line-strong bg-paper px-2 text-small font-medium text-quiet"
            >
              Line
            </th>
            {options.columns.map((column, index) => (
              <th
                key={index}
                scope="col"
                className={cx(
                  'min-w-40 border-b border-l border-line bg-paper p-1.5 align-top font-normal',
                  column.skip && 'opacity-60',
                )}
              >
                <div className="flex flex-col gap-1">
                  <input
                    aria-label={`Name of column ${index + 1}`}
                    value={column.name}
                    maxLength={200}
                    disabled={Boolean(column.columnId)}
                    onChange={(event) => onNames(replace(index, { name: event.target.value }))}
                    className={cx(BOX, 'font-medium')}
                  />
                  <select
                    aria-label={`Type of ${column.name}`}
                    value={column.kind}
                    disabled={column.skip || Boolean(column.columnId)}
                    onChange={(event) => onTypes(replace(index, { kind: event.target.value as ColumnKind }))}
                    className={BOX}
                  >
                    {COLUMN_KINDS.map((kind) => (
                      <option key={kind} value={kind}>
                        {KIND_LABELS[kind]}
                      </option>
                    ))}
                  </select>
                  <select
                    aria-label={`What to do with ${column.name}`}
                    value={column.skip ? SKIP : (column.columnId ?? NEW)}
                    onChange={(event) => take(index, event.target.value)}
                    className={BOX}
                  >
                    <option value={NEW}>New column</option>
                    {fillable.map((existing) => (
                      <option key={existing.id} value={existing.id}>
                        Fill “{existing.name}”
                      </option>
                    ))}
                    <option value={SKIP}>Leave out</option>
                  </select>
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.sample.map((row) => (
            <tr key={row.line}>
              <th
                scope="row"
                className={cx(
                  'sticky left-0 border-b border-line bg-paper px-2',
                  'text-right text-small font-normal text-quiet',
                )}
              >
                {row.line}
              </th>
              {row.cells.map((cell, index) => {
                const problem = row.problems.find((item) => item.index === index)
                const skipped = options.columns[index]?.skip
                return (
                  <td
                    key={index}
                    title={problem ? `Line ${row.line}: ${cell} ${problem.reason}` : cell}
                    className={cx(
                      'max-w-64 truncate border-b border-l border-line px-2 py-1',
                      skipped && 'text-quiet line-through',
                      problem && !skipped && 'bg-danger-soft text-danger',
                    )}
                  >
                    {cell}
                    {problem && !skipped && <span className="block truncate text-tiny">{problem.reason}</span>}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {preview.sample.length === 0 && <p className="p-4 text-center text-muted">This file has no rows.</p>}
    </div>
  )
}
