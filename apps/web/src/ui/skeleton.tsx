import { cx } from './cx.ts'

export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cx('breathe rounded-small bg-pressed', className)} />
}
