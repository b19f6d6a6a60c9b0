import { updateColumn, type Column, type Webset } from '@enrichify/contracts'
import { modelOf, showReferences } from '@enrichify/domain'
import { useMutation } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { TextArea } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.ts'
import { ModelField } from '../providers/model-field.tsx'

/** What a column asks, and who answers. Cells that are filled keep their answers until they are run again. */
export function QuestionDialog({ webset, column, onChanged, onClose }: { webset: Webset; column: Column; onChanged: () => void; onClose: () => void }) {
  const asked = column.enrichment?.method === 'answer' ? showReferences(column.enrichment.question, webset.columns) : ''
  const [question, setQuestion] = useState(asked)
  const [model, setModel] = useState(modelOf(column.enrichment))
  const text = question.trim()
  const asksAnew = text !== asked
  const save = useMutation({
    mutationFn: () => call(updateColumn, { params: { id: webset.id, columnId: column.id }, body: { ...(asksAnew ? { question: text } : {}), model } }),
    onSuccess: () => {
      onClose()
      toast(asksAnew ? 'The question was changed. Run the column for new answers.' : 'The model was changed. The next run asks it.')
    },
    onSettled: onChanged,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (text.length >= 3 && !save.isPending) save.mutate()
  }
  return (
    <Dialog title={`Question of “${column.name}”`} description="Answers that are there stay until the column is run again." onClose={onClose}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextArea label="Question, asked for every row" rows={3} maxLength={500} autoFocus value={question} onChange={(event) => setQuestion(event.target.value)} />
        <ModelField value={model} onValue={setModel} practice={webset.practice} />
        {save.isError && <ErrorLine error={save.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={save.isPending} disabled={text.length < 3}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
