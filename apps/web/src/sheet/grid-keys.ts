/** Keys that move the focus. */
export const MOVES_FOCUS = /^(?:Arrow|Home|End|Page)/

/** What the grid does by itself with keys. Copy and paste are ours. */
export const GRID_KEYS = {
  copy: false,
  cut: false,
  paste: false,
  search: false,
  downFill: false,
  rightFill: false,
  activateCell: 'Enter|shift+Enter|F2',
} as const
