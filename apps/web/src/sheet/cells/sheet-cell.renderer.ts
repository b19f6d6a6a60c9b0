import { GridCellKind, type CustomRenderer } from '@glideapps/glide-data-grid'
import { CELL_EDITORS } from '../editors/cell-editors.tsx'
import { drawContent } from './draw-content.ts'
import { drawFlags, drawMark, flagRoom, MARK_ROOM } from './draw-mark.ts'
import type { SheetCell } from './sheet-cell.ts'
import type { SheetPalette } from './sheet-palette.ts'

/** A row that waits to be deleted is still legible. */
const LEAVING_ALPHA = 0.6

/** `palette` and `still` are functions, because the theme may change under a mounted grid. */
export function makeCellRenderer(palette: () => SheetPalette, still: () => boolean): CustomRenderer<SheetCell> {
  return {
    kind: GridCellKind.Custom,
    isMatch: (cell): cell is SheetCell => cell.kind === GridCellKind.Custom,
    draw: (args, cell) => {
      const { ctx, rect, theme, requestAnimationFrame } = args
      const { data } = cell
      const colours = palette()
      if (data.changedAt !== null && fade(ctx, rect, colours, performance.now() - data.changedAt, still()))
        requestAnimationFrame()
      if (data.problem !== null) {
        ctx.fillStyle = colours.dangerSoft
        ctx.fillRect(rect.x + 1, rect.y + 1, rect.width - 1, rect.height - 1)
      }
      if (data.isPending) {
        ctx.fillStyle = colours.quiet
        ctx.beginPath()
        ctx.arc(rect.x + rect.width - 5, rect.y + 5, 2, 0, Math.PI * 2)
        ctx.fill()
      }
      ctx.font = theme.baseFontFull
      const room = data.isEnrichment ? MARK_ROOM : 0
      if (data.isEnrichment && data.mark && (data.mark.state !== null || data.mark.pending)) {
        drawMark(
          ctx,
          data.mark,
          rect.x + colours.padding + 5,
          rect.y + rect.height / 2,
          colours,
          still() ? 0 : performance.now(),
        )
        drawFlags(ctx, data.mark, rect.x + rect.width - colours.padding / 2, rect.y + rect.height / 2, colours)
      }
      const inner = {
        x: rect.x + colours.padding + room,
        y: rect.y,
        width: rect.width - colours.padding * 2 - room - (data.isEnrichment ? flagRoom(data.mark) : 0),
        height: rect.height,
      }
      if (data.isLeaving) ctx.globalAlpha = LEAVING_ALPHA
      drawContent({ ctx, palette: colours, font: theme.baseFontFull, isStruck: data.isLeaving }, data, inner)
      ctx.globalAlpha = 1
    },
    provideEditor: (cell) => ({ editor: CELL_EDITORS[cell.data.kind], disablePadding: true }),
    onDelete: (cell) => ({ ...cell, data: { ...cell.data, draft: '' } }),
  }
}

/** A fading green behind a cell that someone else just changed; true while it is still fading. */
function fade(
  ctx: CanvasRenderingContext2D,
  rect: { x: number; y: number; width: number; height: number },
  palette: SheetPalette,
  age: number,
  still: boolean,
): boolean {
  if (still || age >= palette.fadeMs || age < 0) return false
  ctx.globalAlpha = 1 - age / palette.fadeMs
  ctx.fillStyle = palette.accentSoft
  ctx.fillRect(rect.x + 1, rect.y + 1, rect.width - 1, rect.height - 1)
  ctx.globalAlpha = 1
  return true
}
