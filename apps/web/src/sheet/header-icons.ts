import type { ColumnKind } from '@enrichify/domain'
import type { SpriteMap } from '@glideapps/glide-data-grid'

// Lucide's strokes (ISC) as text, which the grid's canvas needs.
const svg = (paths: string, colour: string): string =>
  [
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" viewBox="0 0 24 24" fill="none"',
    ` stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths}</svg>`,
  ].join('')
const path = (...strokes: string[]): string => `<path d="${strokes.join(' ')}"/>`

const PATHS = {
  text: '<path d="M4 7V5h16v2M12 5v14M9 19h6"/>',
  number: '<path d="M4 9h16M4 15h16M10 3 8 21M16 3l-2 18"/>',
  date: '<rect x="3" y="4" width="18" height="17" rx="2"/><path d="M3 10h18M8 2v4M16 2v4"/>',
  url: path('M10 13a5 5 0 0 0 7.5.5l3-3a5 5 0 0 0-7-7l-1.7 1.7', 'M14 11a5 5 0 0 0-7.5-.5l-3 3a5 5 0 0 0 7 7l1.7-1.7'),
  email: '<circle cx="12" cy="12" r="4"/><path d="M16 8v5a3 3 0 0 0 6 0v-1a10 10 0 1 0-4 8"/>',
  phone: path(
    'M22 16.9v3a2 2 0 0 1-2.2 2A19.8 19.8 0 0 1 2.1 4.2 2 2 0 0 1 4.1 2h3a2 2 0 0 1 2 1.7',
    'c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.4 2.1L8.1 9.9a16 16 0 0 0 6 6l1.3-1.3a2 2 0 0 1 2.1-.4',
    'c.9.3 1.8.6 2.8.7a2 2 0 0 1 1.7 2z',
  ),
  choice: '<circle cx="12" cy="12" r="9"/><path d="m8.5 10.5 3.5 3.5 3.5-3.5"/>',
  boolean: '<rect x="3" y="3" width="18" height="18" rx="3"/><path d="m8 12 3 3 5-6"/>',
  list: '<path d="M9 6h12M9 12h12M9 18h12M4 6h.01M4 12h.01M4 18h.01"/>',
} satisfies Record<ColumnKind, string>

/** A quotation mark in a bubble: this column is a question whose answers are quoted. */
const QUESTION =
  path('M21 12a8 8 0 0 1-8 8H4l2.4-3.2A8 8 0 1 1 21 12z') +
  path('M9 14.5c1.6-.5 2-1.6 2-2.8H9v-2h2', 'M14 14.5c1.6-.5 2-1.6 2-2.8h-2v-2h2')

export function makeHeaderIcons(accent: () => string): SpriteMap {
  const plain = Object.fromEntries(
    Object.entries(PATHS).map(([kind, paths]) => [
      `kind-${kind}`,
      ({ bgColor }: { bgColor: string }) => svg(paths, bgColor),
    ]),
  )
  return {
    ...plain,
    question: () => svg(QUESTION, accent()),
    plus: ({ fgColor, bgColor }: { fgColor: string; bgColor: string }) =>
      svg('<path d="M12 5v14M5 12h14"/>', bgColor || fgColor),
  }
}
