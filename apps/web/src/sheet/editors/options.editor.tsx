import type { ProvideEditorComponent } from '@glideapps/glide-data-grid'
import { cx } from '../../ui/cx.ts'
import type { SheetCell } from '../cells/sheet-cell.ts'
import { EditorNotice } from './editor-notice.tsx'
import { leaveEditor } from './leave-editor.ts'
import { useOpening } from './use-opening.ts'

const YES_NO = [
  { value: 'true', label: 'Yes' },
  { value: 'false', label: 'No' },
]

/**
 * Choices and yes / no: type to narrow, arrows to move, Enter to take.
 * What is typed may also be a new option; the column's type decides.
 */
export const OptionsEditor: ProvideEditorComponent<SheetCell> = (props) => {
  const { value, onChange, onFinishedEditing } = props
  const { draft, original, kind } = value.data
  const options = kind === 'boolean' ? YES_NO : value.data.options.map((option) => ({ value: option, label: option }))
  const typed = draft === original ? '' : draft.toLowerCase()
  const offered = options.filter((option) => option.label.toLowerCase().startsWith(typed) || option.value === draft)
  const withDraft = (text: string): SheetCell => ({ ...value, data: { ...value.data, draft: text } })
  const ref = useOpening(props, (field) => field.select())
  const move = (step: number) => {
    const at = offered.findIndex((option) => option.value === draft)
    const next = offered[(at + step + offered.length) % Math.max(1, offered.length)]
    if (next) onChange(withDraft(next.value))
  }
  return (
    <div className="min-w-40 text-ink">
      <input
        ref={ref}
        aria-label="Cell"
        autoComplete="off"
        className="block w-full bg-transparent px-2.5 py-1.5 leading-5 outline-none"
        value={options.find((option) => option.value === draft)?.label ?? draft}
        onChange={(event) =>
          onChange(
            withDraft(
              options.find((option) => option.label.toLowerCase() === event.target.value.toLowerCase())?.value ??
                event.target.value,
            ),
          )
        }
        onKeyDown={(event) => {
          leaveEditor(event, props)
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
          event.preventDefault()
          move(event.key === 'ArrowDown' ? 1 : -1)
        }}
      />
      <EditorNotice />
      <ul role="listbox" aria-label="Options" className="max-h-60 overflow-auto border-t border-line p-1">
        {[...offered, { value: '', label: 'Empty' }].map((option) => (
          <li
            key={option.value}
            role="option"
            aria-selected={option.value === draft}
            onPointerDown={(event) => {
              event.preventDefault()
              onFinishedEditing(withDraft(option.value), [0, 0])
            }}
            className={cx(
              'rounded-small px-1.5 py-1 hover:bg-hover',
              option.value === draft && 'bg-accent-soft',
              option.value === '' && 'text-quiet',
            )}
          >
            {option.label}
          </li>
        ))}
      </ul>
    </div>
  )
}
