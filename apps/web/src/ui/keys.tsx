import { keyNames } from '../actions/shortcut.ts'
import { cx } from './cx.ts'

export function Keys({ shortcut, inverted }: { shortcut: string; inverted?: boolean }) {
  return (
    <span className="inline-flex shrink-0 gap-0.5 pointer-coarse:hidden" aria-label={keyNames(shortcut).join(' ')}>
      {keyNames(shortcut).map((key) => (
        <kbd
          key={key}
          className={cx(
            'min-w-4 rounded-small border px-1 text-center font-sans text-tiny',
            inverted ? 'border-quiet' : 'border-line-strong text-quiet',
          )}
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
