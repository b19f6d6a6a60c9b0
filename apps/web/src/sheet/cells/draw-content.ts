import { measureTextCached } from '@glideapps/glide-data-grid'
import type { Rectangle } from '@glideapps/glide-data-grid'
import { CELL_KINDS, pillsOf, type CellKind } from './cell-kind.ts'
import { fitText } from './fit-text.ts'
import type { SheetCellData } from './sheet-cell.ts'
import type { SheetPalette } from './sheet-palette.ts'

const PILL_HEIGHT = 20
const PILL_PADDING = 7
const GAP = 4
/** The first letter that has a direction is one of a script that is written from right to left. */
const RIGHT_TO_LEFT =
  /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u

export interface Brush {
  ctx: CanvasRenderingContext2D
  palette: SheetPalette
  font: string
  /** With a line through it. */
  isStruck: boolean
}

/** Draws the value or the reason into `rect`, which does not include the mark. */
export function drawContent(brush: Brush, data: SheetCellData, rect: Rectangle): void {
  const kind: CellKind = CELL_KINDS[data.kind]
  const middle = rect.y + rect.height / 2 + 0.5
  if (data.problem !== null) return drawText(brush, data.text, rect, middle, brush.palette.danger, 'left')
  if (data.value === null) return drawText(brush, data.quiet, rect, middle, brush.palette.quiet, 'left')
  if (kind.shape === 'pills') return drawPills(brush, pillsOf(data.value), rect)
  const colour =
    kind.shape === 'tick' && data.value === false
      ? brush.palette.quiet
      : kind.tone === 'link'
        ? brush.palette.link
        : brush.palette.ink
  // A text in a column of numbers came with an import. It is aligned like a text, so that people notice it.
  drawText(brush, data.text, rect, middle, colour, typeof data.value === 'string' ? 'left' : kind.align)
}

function drawText(
  { ctx, font, isStruck }: Brush,
  text: string,
  rect: Rectangle,
  middle: number,
  colour: string,
  align: 'left' | 'right',
): void {
  if (text === '') return
  const shown = fitText((part) => measureTextCached(part, ctx, font).width, text, rect.width)
  const isRightToLeft = RIGHT_TO_LEFT.test(text)
  const side = isRightToLeft ? 'right' : align
  ctx.fillStyle = colour
  ctx.direction = isRightToLeft ? 'rtl' : 'ltr'
  ctx.textAlign = side
  ctx.textBaseline = 'middle'
  ctx.fillText(shown, side === 'right' ? rect.x + rect.width : rect.x, middle)
  if (isStruck) {
    const { width } = measureTextCached(shown, ctx, font)
    ctx.fillRect(side === 'right' ? rect.x + rect.width - width : rect.x, Math.round(middle), width, 1)
  }
  ctx.direction = 'ltr'
  ctx.textAlign = 'left'
}

function drawPills(brush: Brush, items: string[], rect: Rectangle): void {
  const { ctx, palette, font } = brush
  const measure = (text: string) => measureTextCached(text, ctx, font).width
  const top = rect.y + (rect.height - PILL_HEIGHT) / 2
  const middle = rect.y + rect.height / 2 + 0.5
  let x = rect.x
  for (const [index, item] of items.entries()) {
    const left = rect.x + rect.width - x
    const rest = items.length - index
    // The last place is for the number of those that do not fit.
    const room = left - (rest > 1 ? measure(`+${rest}`) + GAP * 2 : 0) - PILL_PADDING * 2
    if (index > 0 && room < Math.min(40, measure(item))) {
      ctx.fillStyle = palette.quiet
      ctx.fillText(`+${rest}`, x + GAP, middle)
      return
    }
    const text = fitText(measure, item, room)
    if (text === '') return
    const width = measure(text) + PILL_PADDING * 2
    ctx.fillStyle = palette.pill
    ctx.beginPath()
    ctx.roundRect(x, top, width, PILL_HEIGHT, PILL_HEIGHT / 2)
    ctx.fill()
    ctx.fillStyle = palette.ink
    ctx.textBaseline = 'middle'
    ctx.fillText(text, x + PILL_PADDING, middle)
    x += width + GAP
  }
}
