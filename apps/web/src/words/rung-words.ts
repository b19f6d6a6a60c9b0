import type { RungKind, StopRule } from '@enrichify/domain'

/** Each step to an answer (a *rung* in code): what it does, and what it may cost. */
export const RUNG_WORDS = {
  structured: {
    name: 'Page data',
    does: 'Reads the data that the page gives to programs: schema.org, microdata, hCard.',
    cost: 'free',
  },
  patterns: { name: 'Page text', does: 'Finds it in the text of the page, by rules for this fact.', cost: 'free' },
  data: { name: 'Data services', does: 'Asks connected registers and directories.', cost: 'per call' },
  model: {
    name: 'Model',
    does: 'A language model reads the row’s own pages; its quote is checked.',
    cost: 'per token',
  },
  search: { name: 'Search and model', does: 'Searches for pages elsewhere; a model reads them.', cost: 'per token' },
  agent: {
    name: 'Agents',
    does: 'A planner sends researchers, who search and read by themselves. A verifier checks what they bring.',
    cost: 'costs most',
  },
} satisfies Record<RungKind, { name: string; does: string; cost: string }>

export const STOP_WORDS = {
  verified: {
    name: 'is verified',
    does: 'Its quote is on the page and proves it. Otherwise the next step follows.',
  },
  cited: { name: 'is on a page', does: 'A page says so, even if the last step of the proof is missing.' },
  any: { name: 'is there at all', does: 'The first answer of any kind is taken.' },
} satisfies Record<StopRule, { name: string; does: string }>

export const HAS_MODEL: ReadonlySet<RungKind> = new Set(['model', 'search', 'agent'])
