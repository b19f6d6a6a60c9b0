import type { CellState } from '@enrichify/domain'

const SHAPES: Record<CellState | 'pending' | 'wrong', { className: string; paths: string; filled?: boolean }> = {
  verified: { className: 'text-accent', paths: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13z', filled: true },
  cited: { className: 'text-cited', paths: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z' },
  asserted: { className: 'text-asserted', paths: 'M8 2l6 6-6 6-6-6z' },
  human: { className: 'text-human', paths: 'M2.5 13.5l1-3.7 7-7 2.7 2.7-7 7z' },
  empty: { className: 'text-quiet', paths: 'M4.5 8h7' },
  wrong: { className: 'text-danger', paths: 'M4.5 4.5l7 7M11.5 4.5l-7 7' },
  pending: { className: 'text-accent', paths: 'M3.5 8h.01M8 8h.01M12.5 8h.01' },
}

/** The same shapes that the sheet draws on its canvas, for panels and bars. */
export function StateMark({ state }: { state: keyof typeof SHAPES }) {
  const { className, paths, filled } = SHAPES[state]
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden
      className={`size-3.5 shrink-0 ${className}`}
      fill={filled ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth={state === 'pending' ? 3 : 1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={paths} />
      {filled && <path d="M5.2 8.2l2 2 3.8-4.2" fill="none" className="stroke-accent-ink" />}
    </svg>
  )
}
