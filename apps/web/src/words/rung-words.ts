import type { RungKind, StopRule } from '@enrichify/domain'

/** Each rung in plain words: what it does, and what it may cost. */
export const RUNG_WORDS = {
  structured: {
    name: 'Page data',
    does: 'Reads what the page marks up for machines: schema.org, microdata, hCard.',
    cost: 'free',
  },
  patterns: { name: 'Page text', does: 'Finds it in the words of the page by the fact’s own rules.', cost: 'free' },
  data: { name: 'Data services', does: 'Asks connected registers and directories.', cost: 'per call' },
  model: {
    name: 'Model',
    does: 'A language model reads the row’s own pages; its quote is checked.',
    cost: 'per token',
  },
  search: { name: 'Search and model', does: 'Looks for pages elsewhere, then a model reads them.', cost: 'per token' },
  agent: {
    name: 'Agents',
    does: 'A planner sends researchers who look and read by themselves; a verifier checks what they bring.',
    cost: 'dearest',
  },
} satisfies Record<RungKind, { name: string; does: string; cost: string }>

export const STOP_WORDS = {
  verified: {
    name: 'is verified',
    does: 'Its quote stands on the page and proves it. Otherwise the next rung is asked.',
  },
  cited: { name: 'stands on a page', does: 'A page says so, though not proven to the last step.' },
  any: { name: 'is there at all', does: 'The first answer of any kind ends the climb.' },
} satisfies Record<StopRule, { name: string; does: string }>

export const HAS_MODEL: ReadonlySet<RungKind> = new Set(['model', 'search', 'agent'])
