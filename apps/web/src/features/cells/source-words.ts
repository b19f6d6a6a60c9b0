import { RUNG_WORDS } from '../../words/rung-words.ts'

const DETAILS: Record<string, string> = {
  'json-ld': 'schema.org data',
  microdata: 'microdata',
  hcard: 'hCard',
  meta: 'meta tags',
  opengraph: 'Open Graph tags',
  pattern: '',
}

/** Where a candidate is from, in words; `source` is for example `structured:json-ld` or `data:gleif`. */
export function sourceWords(source: string | null): string {
  if (source === null) return 'a page'
  const [kind = '', detail = ''] = source.split(/:(.*)/s)
  if (kind === 'merge') return detail ? `the column ${detail}` : 'another column'
  if (kind === 'http') return detail || 'a request'
  const name = kind in RUNG_WORDS ? RUNG_WORDS[kind as keyof typeof RUNG_WORDS].name : kind.replaceAll('_', ' ')
  const more = DETAILS[detail] ?? detail
  return more ? `${name}, ${more}` : name
}
