import {
  loadingCellRenderer,
  markerCellRenderer,
  newRowCellRenderer,
  textCellRenderer,
} from '@glideapps/glide-data-grid'
import type { SheetOverlay, SheetRows } from '../sheet-types.ts'
import type { SheetPalette } from './sheet-palette.ts'

const WIDTH = 3
const DOT = 3

/** The row numbers of the grid, with a bar and a dot beside a row that no longer fits the view. */
function makeRowMarkerRenderer(
  palette: () => SheetPalette,
  isStray: (place: number) => boolean,
): typeof markerCellRenderer {
  return {
    ...markerCellRenderer,
    draw: (args, cell) => {
      markerCellRenderer.draw(args, cell)
      if (!isStray(args.row)) return
      const { ctx, rect } = args
      ctx.fillStyle = palette().warn
      ctx.fillRect(rect.x, rect.y + 1, WIDTH, rect.height - 1)
      ctx.beginPath()
      ctx.arc(rect.x + WIDTH + DOT + 2, rect.y + DOT + 4, DOT, 0, Math.PI * 2)
      ctx.fill()
    },
  }
}

/** For everything that is no cell of a column. */
export function plainRenderers(
  palette: () => SheetPalette,
  rows: Pick<SheetRows, 'idAt'>,
  overlay: Pick<SheetOverlay, 'isStray'>,
) {
  const marker = makeRowMarkerRenderer(palette, (place) => {
    const rowId = rows.idAt(place)
    return rowId !== undefined && overlay.isStray(rowId)
  })
  // The grid's type wants one for every kind of cell that it knows.
  return [loadingCellRenderer, marker, newRowCellRenderer, textCellRenderer] as never
}
