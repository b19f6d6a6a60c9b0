import { cx } from './cx.ts'

/** A link within text, and one that looks like a button beside buttons. */
export const LINK = 'text-accent underline underline-offset-2 hover:text-accent-strong'
export const LINK_BUTTON = cx(
  'inline-flex h-control items-center justify-center gap-1.5 rounded-base border border-line-strong bg-raised px-2.5',
  'font-medium whitespace-nowrap text-ink transition-colors duration-100 hover:bg-hover',
)
