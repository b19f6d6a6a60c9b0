import type { ColumnKind } from '@enrichify/domain'
import type { ProvideEditorComponent } from '@glideapps/glide-data-grid'
import type { ComponentProps, KeyboardEvent } from 'react'
import type { SheetCell } from '../cells/sheet-cell.ts'
import { EditorNotice } from './editor-notice.tsx'
import { leaveEditor } from './leave-editor.ts'
import { OptionsEditor } from './options.editor.tsx'
import { useOpening } from './use-opening.ts'

type Editor = ProvideEditorComponent<SheetCell>
const FIELD = 'block w-full resize-none bg-transparent px-2.5 py-1.5 leading-5 text-ink outline-none'

/** Typing on a cell replaces its text; Enter or F2 edits it. The column's type reads the text afterwards. */
function useDraft(props: Parameters<Editor>[0]) {
  const { value, onChange } = props
  const ref = useOpening(props, (field) => field.setSelectionRange(field.value.length, field.value.length))
  return {
    ref,
    value: value.data.draft,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => leaveEditor(event, props),
    onChange: (event: { target: { value: string } }) =>
      onChange({ ...value, data: { ...value.data, draft: event.target.value } }),
  }
}

function lineEditor(input: ComponentProps<'input'>): Editor {
  return function LineEditor(props) {
    return (
      <div>
        <input
          {...input}
          {...useDraft(props)}
          aria-label="Cell"
          dir="auto"
          spellCheck={false}
          autoComplete="off"
          className={FIELD}
        />
        <EditorNotice />
      </div>
    )
  }
}

function areaEditor(hint: string | null, perLine: boolean): Editor {
  return function AreaEditor(props) {
    const draft = useDraft(props)
    const shown = perLine ? draft.value.replaceAll('; ', '\n') : draft.value
    return (
      <div>
        <textarea
          {...draft}
          value={shown}
          aria-label="Cell"
          dir="auto"
          rows={Math.min(12, shown.split('\n').length + Math.floor(shown.length / 60))}
          className={FIELD}
        />
        {hint && <p className="px-2.5 pb-1 text-tiny text-quiet">{hint}</p>}
        <EditorNotice />
      </div>
    )
  }
}

/** One editor for each kind; a new kind does not compile until it has one. */
export const CELL_EDITORS = {
  text: areaEditor(null, false),
  number: lineEditor({ inputMode: 'decimal', placeholder: '1234.5' }),
  date: lineEditor({ placeholder: '2026-03-31' }),
  url: lineEditor({ inputMode: 'url', placeholder: 'https://example.com' }),
  email: lineEditor({ inputMode: 'email', placeholder: 'name@example.com' }),
  phone: lineEditor({ inputMode: 'tel', placeholder: '+49 30 1234567' }),
  choice: OptionsEditor,
  boolean: OptionsEditor,
  list: areaEditor('One per line; Shift + Enter for a new line', true),
} satisfies Record<ColumnKind, Editor>
