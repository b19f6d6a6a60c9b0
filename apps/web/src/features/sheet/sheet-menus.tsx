import type { Webset } from '@enrichify/contracts'
import type { Dispatch, SetStateAction } from 'react'
import type { Action } from '../../actions/action.ts'
import type { CellRef } from '../../sheet/sheet-types.ts'
import { Menu } from '../../ui/menu.tsx'
import { Popover, type Anchor } from '../../ui/popover.tsx'
import { columnActions, type ColumnContext } from './column-actions.ts'
import { FilterForm } from './filter-form.tsx'

export type OpenMenu =
  | { kind: 'column'; columnId: string; anchor: Anchor }
  | { kind: 'cell'; cell: CellRef; anchor: Anchor }
  | { kind: 'filter'; columnId: string | null; anchor: Anchor | null }

const CORNER: Anchor = { x: 16, y: 48, width: 1, height: 1 }

/** The menus of the canvas, which has no elements that could open them. */
export function SheetMenus({
  menu,
  onMenu,
  webset,
  context,
  cellActions,
}: {
  menu: OpenMenu | null
  onMenu: Dispatch<SetStateAction<OpenMenu | null>>
  webset: Webset
  context: ColumnContext
  cellActions: (cell: CellRef) => readonly Action[]
}) {
  if (!menu) return null
  const columnId = menu.kind === 'cell' ? menu.cell.columnId : menu.columnId
  const column = webset.columns.find((candidate) => candidate.id === columnId)
  const anchor = menu.anchor ?? CORNER
  // A menu that closes may have opened another one.
  const onOpenChange = (open: boolean) => !open && onMenu((current) => (current === menu ? null : current))
  if (menu.kind === 'filter') {
    return (
      <Popover label="Filter" open anchor={anchor} onOpenChange={onOpenChange}>
        {(close) => (
          <FilterForm
            columns={webset.columns}
            columnId={menu.columnId}
            onAdd={(filter) => {
              close()
              context.view.setFilters([...context.view.view.filters, filter])
            }}
          />
        )}
      </Popover>
    )
  }
  if (!column) return null
  if (menu.kind === 'column')
    return (
      <Menu
        label={`Column ${column.name}`}
        open
        anchor={anchor}
        onOpenChange={onOpenChange}
        actions={columnActions(column, context)}
      />
    )
  return <Menu label="Cell" open anchor={anchor} onOpenChange={onOpenChange} actions={cellActions(menu.cell)} />
}
