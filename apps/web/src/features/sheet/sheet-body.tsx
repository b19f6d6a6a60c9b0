import { FileUp, FilterX, Rows3 } from 'lucide-react'
import type { ComponentProps } from 'react'
import { Sheet } from '../../sheet/sheet.tsx'
import { Button } from '../../ui/button.tsx'
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
        <div className="pointer-events-none absolute inset-x-0 top-24 bottom-0 [&_button]:pointer-events-auto">
          {filtered ? (
            <EmptyState
              icon={FilterX}
              title="No row matches"
              actions={<Button onClick={onClearFilters}>Show all rows</Button>}
            >
              Nothing in this webset fits the search and the filters.
            </EmptyState>
          ) : (
            <EmptyState
              icon={Rows3}
              title="No rows yet"
              actions={
                !sheet.readonly && (
                  <>
                    <Button onClick={sheet.onAppendRow} tone="primary">
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
