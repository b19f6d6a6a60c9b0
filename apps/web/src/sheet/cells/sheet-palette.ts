import type { Theme } from '@glideapps/glide-data-grid'

/** The design tokens as values for a canvas; read again when the theme changes. */
export interface SheetPalette {
  ink: string
  muted: string
  quiet: string
  link: string
  accent: string
  accentInk: string
  accentSoft: string
  cited: string
  asserted: string
  human: string
  warn: string
  danger: string
  dangerSoft: string
  pill: string
  line: string
  font: string
  rowHeight: number
  rowHeightTouch: number
  headerHeight: number
  padding: number
  fadeMs: number
}

export function readPalette(root: HTMLElement = document.documentElement): SheetPalette {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(name).trim()
  const size = (name: string, fallback: number) => Number.parseFloat(token(name)) || fallback
  return {
    ink: token('--ink'),
    muted: token('--ink-muted'),
    quiet: token('--ink-quiet'),
    link: token('--ink'),
    accent: token('--accent'),
    accentInk: token('--accent-ink'),
    accentSoft: token('--accent-soft'),
    cited: token('--mark-cited'),
    asserted: token('--mark-asserted'),
    human: token('--mark-human'),
    warn: token('--warn'),
    danger: token('--danger'),
    dangerSoft: token('--danger-soft'),
    pill: token('--sunken'),
    line: token('--line-strong'),
    font: `${token('--sheet-font-size') || '13px'} ${token('--font-sans') || 'sans-serif'}`,
    rowHeight: size('--sheet-row-height', 32),
    rowHeightTouch: size('--sheet-row-height-touch', 40),
    headerHeight: size('--sheet-header-height', 36),
    padding: size('--sheet-cell-padding', 10),
    fadeMs: readTime(token('--fade')) ?? 600,
  }
}

/** CSS times in milliseconds; a minifier may have made `.6s` of `600ms`. */
export function readTime(text: string): number | null {
  const match = /^([\d.]+)(ms|s)$/.exec(text)
  return match ? Number(match[1]) * (match[2] === 's' ? 1000 : 1) : null
}

export function gridTheme(palette: SheetPalette, root: HTMLElement = document.documentElement): Partial<Theme> {
  const style = getComputedStyle(root)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    accentColor: palette.accent,
    accentFg: palette.accentInk,
    accentLight: palette.accentSoft,
    textDark: palette.ink,
    textMedium: palette.muted,
    textLight: palette.quiet,
    textBubble: palette.ink,
    bgIconHeader: palette.quiet,
    fgIconHeader: token('--surface'),
    textHeader: palette.muted,
    textHeaderSelected: palette.accentInk,
    bgCell: token('--surface'),
    bgCellMedium: token('--paper'),
    bgHeader: token('--paper'),
    bgHeaderHasFocus: token('--pressed'),
    bgHeaderHovered: token('--hover'),
    bgBubble: palette.pill,
    bgBubbleSelected: palette.pill,
    bgSearchResult: token('--quote'),
    borderColor: token('--line'),
    horizontalBorderColor: token('--line'),
    headerBottomBorderColor: palette.line,
    drilldownBorder: token('--line'),
    linkColor: palette.accent,
    cellHorizontalPadding: palette.padding,
    cellVerticalPadding: 4,
    headerIconSize: 16,
    headerFontStyle: '550 12px',
    baseFontStyle: token('--sheet-font-size') || '13px',
    markerFontStyle: '11px',
    fontFamily: token('--font-sans') || 'sans-serif',
    editorFontSize: token('--sheet-font-size') || '13px',
    lineHeight: 1.4,
    resizeIndicatorColor: palette.accent,
    roundingRadius: 4,
  }
}
