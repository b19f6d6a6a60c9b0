import type { ProvideEditorComponent } from '@glideapps/glide-data-grid'
import { useEffect, useRef, type RefObject } from 'react'
import { typeAhead } from '../../ui/type-ahead.ts'
import type { SheetCell } from '../cells/sheet-cell.ts'
import { openEditor } from './open-editor.ts'

type Field = HTMLInputElement & HTMLTextAreaElement

/**
 * What an editor does when it opens: its field takes the focus, because the grid opens it above its canvas and does not
 * move the focus, and then the text that was typed meanwhile.
 */
export function useOpening(
  { value, initialValue, onChange, onFinishedEditing }: Parameters<ProvideEditorComponent<SheetCell>>[0],
  placeCaret: (field: Field) => void,
): RefObject<Field | null> {
  const ref = useRef<Field>(null)
  const { rowId, columnId } = value.data
  useEffect(() => openEditor.open({ rowId, columnId }), [rowId, columnId])
  const { draft, original } = value.data
  useEffect(() => openEditor.write({ rowId, columnId }, draft, original), [rowId, columnId, draft, original])
  useEffect(() => {
    const field = ref.current
    if (!field) return
    field.focus({ preventScroll: true })
    placeCaret(field)
    const typed = typeAhead.take()
    const text = typed?.text ?? initialValue
    if (text === undefined) return
    const next = { ...value, data: { ...value.data, draft: text } }
    if (typed?.leave) onFinishedEditing(next, typed.leave)
    else onChange(next)
    // Only when it opens: afterwards the caret belongs to the person.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  return ref
}
