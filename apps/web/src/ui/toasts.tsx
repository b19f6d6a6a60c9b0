import { X } from 'lucide-react'
import { useSyncExternalStore } from 'react'
import { IconButton } from './button.tsx'
import { cx } from './cx.ts'
import { toastStore, type Toast } from './toast.ts'

export function Toasts() {
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.list)
  return (
    <div
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex flex-col items-center gap-2 px-4"
      role="status"
      aria-live="polite"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastCard({ toast }: { toast: Toast }) {
  const dismiss = () => toastStore.dismiss(toast.id)
  return (
    <div
      className={cx(
        'rise pointer-events-auto flex max-w-xl items-center gap-3 rounded-base py-1.5 pr-1.5 pl-3.5 shadow-float',
        toast.tone === 'danger' ? 'border border-danger bg-danger-soft text-danger' : 'bg-ink text-paper',
      )}
      onMouseEnter={() => toastStore.hold(toast.id)}
      onMouseLeave={() => toastStore.release(toast.id)}
    >
      <span className="min-w-0 whitespace-pre-line">{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="rounded-small px-2 py-1 font-semibold whitespace-nowrap underline underline-offset-2"
          onClick={() => {
            dismiss()
            toast.action?.run()
          }}
        >
          {toast.action.label}
        </button>
      )}
      <IconButton
        icon={X}
        label="Dismiss"
        onClick={dismiss}
        className="text-current! hover:bg-transparent! opacity-70 hover:opacity-100"
      />
    </div>
  )
}
