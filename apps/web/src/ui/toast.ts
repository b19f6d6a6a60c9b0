export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'danger'
  action?: { label: string; run: () => void }
}

const SHORT = 5000
/** What carries an undo or a reason stays long enough to be read and used. */
const LONG = 9000

class ToastStore {
  private toasts: readonly Toast[] = []
  private next = 1
  private readonly timers = new Map<number, ReturnType<typeof setTimeout>>()
  private readonly listeners = new Set<() => void>()

  list = (): readonly Toast[] => this.toasts

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  show(toast: Omit<Toast, 'id'>): number {
    const id = this.next++
    // Three at most: an older one has been seen by then.
    this.set([...this.toasts.slice(-2), { ...toast, id }])
    this.release(id)
    return id
  }

  hold(id: number): void {
    clearTimeout(this.timers.get(id))
  }

  release(id: number): void {
    const toast = this.toasts.find((candidate) => candidate.id === id)
    if (toast)
      this.timers.set(
        id,
        setTimeout(() => this.dismiss(id), toast.action || toast.tone === 'danger' ? LONG : SHORT),
      )
  }

  dismiss(id: number): void {
    this.hold(id)
    this.timers.delete(id)
    this.set(this.toasts.filter((toast) => toast.id !== id))
  }

  private set(toasts: readonly Toast[]): void {
    this.toasts = toasts
    for (const listener of this.listeners) listener()
  }
}

export const toastStore = new ToastStore()

export function toast(text: string, action?: Toast['action']): number {
  return toastStore.show({ text, tone: 'plain', ...(action ? { action } : {}) })
}

export function toastProblem(text: string, action?: Toast['action']): number {
  return toastStore.show({ text, tone: 'danger', ...(action ? { action } : {}) })
}
