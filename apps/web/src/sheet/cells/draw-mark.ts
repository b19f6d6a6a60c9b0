import type { SheetMark } from '../sheet-types.ts'
import type { SheetPalette } from './sheet-palette.ts'

/** The width of a mark on the left of an enrichment cell. */
export const MARK_ROOM = 20
const RADIUS = 5.5

/**
 * Every state has a shape of its own, so that colour is never the only signal: a filled disc with a tick (verified),
 * a ring (cited), a diamond (asserted), a pencil stroke (a person), a short dash (empty), a cross (judged
 * wrong), three dots (on its way).
 */
export function drawMark(
  ctx: CanvasRenderingContext2D,
  mark: SheetMark,
  x: number,
  y: number,
  palette: SheetPalette,
  time: number,
): void {
  ctx.lineWidth = 1.5
  ctx.lineCap = 'round'
  ctx.lineJoin = 'round'
  if (mark.pending) return drawDots(ctx, x, y, palette, time)
  if (mark.wrong) {
    ctx.strokeStyle = palette.danger
    stroke(ctx, [x - 3.4, y - 3.4], [x + 3.4, y + 3.4])
    return stroke(ctx, [x - 3.4, y + 3.4], [x + 3.4, y - 3.4])
  }
  switch (mark.state) {
    case 'verified':
      ctx.fillStyle = palette.accent
      disc(ctx, x, y)
      ctx.fill()
      ctx.strokeStyle = palette.accentInk
      stroke(ctx, [x - 2.4, y + 0.2], [x - 0.6, y + 2], [x + 2.6, y - 1.9])
      return
    case 'cited':
      ctx.strokeStyle = palette.cited
      disc(ctx, x, y, RADIUS - 0.75)
      ctx.stroke()
      return
    case 'asserted':
      ctx.strokeStyle = palette.asserted
      stroke(ctx, [x, y - 5], [x + 5, y], [x, y + 5], [x - 5, y], [x, y - 5])
      return
    case 'human':
      ctx.strokeStyle = palette.human
      stroke(
        ctx,
        [x - 4.5, y + 4.5],
        [x - 3.6, y + 1.2],
        [x + 2.4, y - 4.8],
        [x + 4.8, y - 2.4],
        [x - 1.2, y + 3.6],
        [x - 4.5, y + 4.5],
      )
      return
    case 'empty':
      ctx.strokeStyle = palette.line
      stroke(ctx, [x - 3, y], [x + 3, y])
      return
    case null:
  }
}

const FLAG_ROOM = 14

/** The width of a cell's flags on its right. */
export function flagRoom(mark: SheetMark | null): number {
  return mark && !mark.pending ? (mark.stale ? FLAG_ROOM : 0) + (mark.conflict ? FLAG_ROOM : 0) : 0
}

/** Flags on the right of a cell: a fork (sources disagree), the hands of a clock (stale). `x`: the right border. */
export function drawFlags(
  ctx: CanvasRenderingContext2D,
  mark: SheetMark,
  x: number,
  y: number,
  palette: SheetPalette,
): void {
  if (mark.pending) return
  ctx.lineWidth = 1.4
  let at = x - FLAG_ROOM / 2
  if (mark.stale) {
    ctx.strokeStyle = palette.quiet
    disc(ctx, at, y, 4.6)
    ctx.stroke()
    stroke(ctx, [at, y - 2.4], [at, y + 0.2], [at + 1.8, y + 1.2])
    at -= FLAG_ROOM
  }
  if (!mark.conflict) return
  ctx.strokeStyle = palette.warn
  stroke(ctx, [at, y + 5], [at, y + 0.6], [at - 3.8, y - 3.6])
  stroke(ctx, [at, y + 0.6], [at + 3.8, y - 3.6])
  stroke(ctx, [at - 4, y - 0.8], [at - 4, y - 4], [at - 0.8, y - 4])
  stroke(ctx, [at + 4, y - 0.8], [at + 4, y - 4], [at + 0.8, y - 4])
}

function disc(ctx: CanvasRenderingContext2D, x: number, y: number, radius = RADIUS): void {
  ctx.beginPath()
  ctx.arc(x, y, radius, 0, Math.PI * 2)
}

function stroke(ctx: CanvasRenderingContext2D, ...points: [number, number][]): void {
  ctx.beginPath()
  points.forEach(([x, y], index) => (index ? ctx.lineTo(x, y) : ctx.moveTo(x, y)))
  ctx.stroke()
}

/** A slow wave through three dots; `time` 0 draws them at rest for those who asked for less motion. */
function drawDots(ctx: CanvasRenderingContext2D, x: number, y: number, palette: SheetPalette, time: number): void {
  ctx.fillStyle = palette.accent
  for (const [index, offset] of [-4.5, 0, 4.5].entries()) {
    ctx.globalAlpha = time === 0 ? 0.6 : 0.25 + 0.6 * Math.max(0, Math.sin(time / 320 - index * 0.9))
    disc(ctx, x + offset, y, 1.5)
    ctx.fill()
  }
  ctx.globalAlpha = 1
}
