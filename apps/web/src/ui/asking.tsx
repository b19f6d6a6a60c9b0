import { useSyncExternalStore } from 'react'
import { questions } from './ask.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Where questions appear. There is one per page. */
export function Asking() {
  const question = useSyncExternalStore(questions.subscribe, questions.open)
  if (!question) return null
  const { title, text, yes, danger, answer } = question
  return (
    <Dialog
      title={title}
      onClose={() => answer(false)}
      footer={
        <>
          {/* Where something would be lost, Enter loses nothing. */}
          <Button autoFocus={danger === true} onClick={() => answer(false)}>
            Cancel
          </Button>
          <Button tone={danger ? 'danger' : 'primary'} autoFocus={!danger} onClick={() => answer(true)}>
            {yes}
          </Button>
        </>
      }
    >
      <p className="text-muted">{text}</p>
    </Dialog>
  )
}
