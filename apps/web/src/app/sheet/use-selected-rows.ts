import { useState } from 'react'
import type { RowWindows } from '../../document/row-windows.ts'
import { countRows } from '../../sheet/selection.ts'
import type { SheetSelection } from '../../sheet/sheet-types.ts'
import { plural } from '../../ui/format.ts'
import { toastProblem } from '../../ui/toast.ts'

const NO_SELECTION: SheetSelection = { current: null, range: null, rows: [] }
/** The API's limit of rows named one by one. */
const MOST_NAMED_ROWS = 10_000

/** The selection in the sheet, and the rows that it means. */
export function useSelectedRows(windows: RowWindows) {
  const [selection, setSelection] = useState<SheetSelection>(NO_SELECTION)
  const count = countRows(selection.rows)
  const read = async () => (await Promise.all(selection.rows.map(([first, last]) => windows.rows(first, last)))).flat()
  return {
    selection,
    setSelection,
    count,
    read,
    /** Null: too many to name, and the person was told so. */
    ids: async (): Promise<number[] | null> => {
      if (count > MOST_NAMED_ROWS) {
        toastProblem(`At most ${plural(MOST_NAMED_ROWS, 'row')} can be chosen by hand. Filter, or run on all.`)
        return null
      }
      return (await read()).map((row) => row.id)
    },
  }
}
