import { dismissToast } from '../ui/toast.ts'
import type { Step } from './visit-history.ts'

type ToastId = string | number

/** Messages with *Undo* or *Redo*. They disappear when their step is no longer as they say. */
export class StepToasts {
  readonly #dismiss: (id: ToastId) => void
  /** By the commands of the step, which are the same array wherever the step goes. */
  readonly #shown = new Map<Step['commandIds'], { id: ToastId; offers: 'undo' | 'redo' }>()

  constructor(dismiss: (id: ToastId) => void = dismissToast) {
    this.#dismiss = dismiss
  }

  add(step: Step, offers: 'undo' | 'redo', id: ToastId): void {
    this.close(step)
    this.#shown.set(step.commandIds, { id, offers })
  }

  /** The step is taken back or done again, in whatever way. */
  close(step: Step): void {
    const shown = this.#shown.get(step.commandIds)
    this.#shown.delete(step.commandIds)
    if (shown) this.#dismiss(shown.id)
  }

  /** Something new was done: what was taken back cannot be done again by the keyboard any more. */
  closeRedo(): void {
    for (const [commandIds, { id, offers }] of this.#shown)
      if (offers === 'redo') {
        this.#shown.delete(commandIds)
        this.#dismiss(id)
      }
  }

  /** An action was reverted by its id, in the list of changes. */
  closeCommand(isOf: (commandId: string) => boolean): void {
    for (const [commandIds, { id }] of this.#shown)
      if (commandIds.some(isOf)) {
        this.#shown.delete(commandIds)
        this.#dismiss(id)
      }
  }
}
