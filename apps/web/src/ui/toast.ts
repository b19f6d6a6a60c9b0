import { toast as show } from 'sonner'

interface ToastAction {
  label: string
  run: () => void
}

const SHORT = 5000
/** A toast with an undo or a reason stays long enough to be read and used. */
const LONG = 9000
const PLAIN = 'bg-ink text-paper'
const DANGER = 'border border-danger bg-danger-soft text-danger'

export function toast(text: string, action?: ToastAction): string | number {
  return show(text, { ...withAction(action), className: PLAIN, duration: action ? LONG : SHORT })
}

export function toastProblem(text: string, action?: ToastAction): string | number {
  return show(text, { ...withAction(action), className: DANGER, duration: LONG })
}

/** It waits for the person: the action is what they asked for a while ago. */
export function toastUntilUsed(text: string, action: ToastAction): string | number {
  return show(text, { ...withAction(action), className: PLAIN, duration: Infinity })
}

/** It speaks of something that is no longer so. */
export function dismissToast(id: string | number): void {
  show.dismiss(id)
}

function withAction(action: ToastAction | undefined) {
  return action ? { action: { label: action.label, onClick: action.run } } : {}
}
