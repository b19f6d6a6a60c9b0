import type { SheetUndo } from '../../document/sheet-undo.ts'
import type { Step } from '../../document/visit-history.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { count } from '../../ui/format.ts'

interface LargeStepProps {
  kind: 'undo' | 'redo'
  step: Step
  undo: SheetUndo
  onClose: () => void
}

/** Asks before many cells or rows change at once by one key. */
export function LargeStepDialog({ kind, step, undo, onClose }: LargeStepProps) {
  const word = kind === 'undo' ? 'Undo' : 'Redo'
  return (
    <Dialog
      title={`${word}: ${step.label}?`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            autoFocus
            onClick={() => {
              onClose()
              undo.revert(kind, step)
            }}
          >
            {word}
          </Button>
        </>
      }
    >
      <p className="text-muted">
        This changes about {count.format(step.size)} cells or rows. What someone else changed since then stays as it is.{' '}
        {kind === 'undo' ? 'You can redo it afterwards.' : 'You can undo it afterwards.'}
      </p>
    </Dialog>
  )
}
