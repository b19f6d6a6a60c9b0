import { Search, X } from 'lucide-react'
import { useEffect, useEffectEvent, useState, type RefObject } from 'react'
import { cx } from '../../ui/cx.ts'
import { Keys } from '../../ui/keys.tsx'
import { useMedia } from '../../ui/use-media.ts'

const WAIT_MS = 250

/** Searches when the typing pauses. Escape clears the text, and a second Escape leaves the box. */
export function SearchBox({
  value,
  onSearch,
  onLeave,
  ref,
}: {
  value: string
  onSearch: (text: string) => void
  onLeave: () => void
  ref: RefObject<HTMLInputElement | null>
}) {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  const coarse = useMedia('(pointer: coarse)')
  // The address changed by itself (back, a removed chip): it wins over the text here.
  if (seen !== value) {
    setSeen(value)
    setText(value)
  }
  const search = useEffectEvent(onSearch)
  useEffect(() => {
    if (text === value) return
    const timer = setTimeout(() => search(text), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <div className="relative w-full min-w-24 max-w-64">
      <Search
        className="pointer-events-none absolute top-1/2 left-2 size-3.5 -translate-y-1/2 text-quiet"
        aria-hidden
      />
      <input
        ref={ref}
        type="search"
        aria-label="Search all columns"
        placeholder="Search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onSearch(text)
          if (event.key !== 'Escape') return
          if (text === '') onLeave()
          else setText('')
        }}
        className={cx(
          'h-control w-full rounded-base border border-line-strong',
          'bg-raised pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      {text ? (
        <button
          type="button"
          aria-label="Clear the search"
          onClick={() => setText('')}
          className="absolute top-1/2 right-1 -translate-y-1/2 rounded-small p-1 text-quiet hover:text-ink"
        >
          <X className="size-3.5" aria-hidden />
        </button>
      ) : (
        !coarse && (
          <span className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2">
            <Keys shortcut="/" />
          </span>
        )
      )}
    </div>
  )
}
