import { cx } from './cx.ts'

/** The position of a menu or popover that no element of the page opened, such as a header drawn on canvas. */
export interface Anchor {
  x: number
  y: number
  width: number
  height: number
}

export type Placement = 'bottom-start' | 'bottom-end'

/** Between a floating element and the edge of the window. */
export const PADDING = 8

export const POPUP = cx(
  'appear flex max-h-(--available-height) min-w-52 flex-col overflow-auto',
  'rounded-base border border-line bg-raised p-1 shadow-float outline-none',
)

export function placed(placement: Placement) {
  return { side: 'bottom', align: placement === 'bottom-end' ? 'end' : 'start' } as const
}

/** A substitute for the element that a canvas does not have. */
export function standIn({ x, y, width, height }: Anchor) {
  return { getBoundingClientRect: () => new DOMRect(x, y, width, height) }
}
