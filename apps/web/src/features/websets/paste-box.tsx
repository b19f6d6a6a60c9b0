import { createWebset } from '@enrichify/contracts'
import { isPasteWithinLimits } from '@enrichify/domain'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ClipboardPaste, FileUp } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { TextArea } from '../../ui/field.tsx'
import { plural } from '../../ui/format.ts'
import { describePaste } from './describe-paste.ts'
import { pasteFile } from './paste-file.ts'

/**
 * The shortest way to a list: a pasted column of domains, addresses or names becomes a webset. What is too long to be
 * read at once is handed over as a file to import.
 */
export function PasteBox({ onCreated, onFile }: { onCreated: (id: string) => void; onFile: (file: File) => void }) {
  const client = useQueryClient()
  const [text, setText] = useState('')
  const { lines, name } = describePaste(text)
  const isLong = !isPasteWithinLimits(text)
  const create = useMutation({
    mutationFn: () => call(createWebset, { body: { name, paste: text } }),
    onSuccess: (webset) => {
      client.setQueryData(keys.webset(webset.id), webset)
      void client.invalidateQueries({ queryKey: keys.allWebsets() })
      onCreated(webset.id)
    },
  })
  const send = () => (isLong ? onFile(pasteFile(text)) : create.mutate())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send()
  }
  return (
    <form onSubmit={submit} className="rounded-large border border-line bg-surface p-4 shadow-small">
      <TextArea
        label="Paste a column of domains, web addresses or names"
        placeholder={'example.com\nhttps://www.example.org/contact\nExample Dental Practice'}
        rows={lines > 1 ? 6 : 3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && lines > 0) send()
        }}
        spellCheck={false}
        className="font-mono text-small"
      />
      {create.isError && <ErrorLine error={create.error} />}
      <div className="mt-2 flex items-center gap-3">
        <span className="mr-auto text-small text-quiet">
          {lines > 0 ? plural(lines, 'line') : 'Or drop a CSV or XLSX file anywhere on this page.'}
          {isLong && '. A list of this length is imported like a file.'}
        </span>
        <Button
          type="submit"
          tone={lines > 0 ? 'primary' : 'plain'}
          icon={isLong ? FileUp : ClipboardPaste}
          busy={create.isPending}
          disabled={lines === 0}
        >
          {isLong ? 'Import the list' : 'Make a webset'}
        </Button>
      </div>
    </form>
  )
}
