import { FileUp, FilterX, Rows3 } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Sheet } from '../../sheet/sheet.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'

interface SheetBodyProps extends ComponentProps<typeof Sheet> {
  loaded: boolean
  filtered: boolean
  onImport: () => void
  onClearFilters: () => void
}

/** The grid, or a message when there is nothing in it. */
export function SheetBody({ loaded, filtered, onImport, onClearFilters, ...sheet }: SheetBodyProps) {
  const empty = loaded && sheet.total === 0
  return (
    <div className="relative min-w-0 flex-1">
      <Sheet {...sheet} />
      {empty && (
        // The lines of the grid must not run through the words.
        <div
          className={cx(
            'pointer-events-none absolute inset-x-0 top-24 bottom-0 grid place-items-center p-4',
            '[&_button]:pointer-events-auto [&>div]:h-auto [&>div]:rounded-large',
            '[&>div]:border [&>div]:border-line [&>div]:bg-surface',
          )}
        >
          {filtered ? (
            <EmptyState
              icon={FilterX}
              title="No rows match"
              actions={<Button onClick={onClearFilters}>Show all rows</Button>}
            >
              No row of this webset fits the search and the filters.
            </EmptyState>
          ) : (
            <EmptyState
              icon={Rows3}
              title="No rows yet"
              actions={
                !sheet.readonly && (
                  <>
                    <Button onClick={() => sheet.onAppendRow()} tone="primary">
                      Add a row
                    </Button>
                    <Button icon={FileUp} onClick={onImport}>
                      Import a file
                    </Button>
                  </>
                )
              }
            >
              Add a row, drop a CSV or XLSX file here, or select a cell and paste from another spreadsheet.
            </EmptyState>
          )}
        </div>
      )}
    </div>
  )
}
