/** A list whose last line is ticked: a row that has been proven. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="7" className="fill-accent" />
      <path
        d="M7 9.5h18M7 16h8M7 22.5h6"
        className="stroke-accent-ink opacity-55"
        strokeWidth="2.4"
        strokeLinecap="round"
      />
      <path
        d="m17 20 3.4 3.4L26 16.6"
        className="fill-transparent stroke-accent-ink"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
