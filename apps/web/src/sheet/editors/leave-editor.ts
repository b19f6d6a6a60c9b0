import type { ProvideEditorComponent } from '@glideapps/glide-data-grid'
import type { KeyboardEvent } from 'react'
import { isComposed } from '../../actions/is-composed.ts'
import type { SheetCell } from '../cells/sheet-cell.ts'

/**
 * Enter and Tab leave an editor with what is in it. The grid does the same, but by a timer that each key starts: when a
 * letter and the last key come close together, the letter’s timer ends the editor, and its text is lost.
 */
export function leaveEditor(
  event: KeyboardEvent<HTMLElement>,
  { value, onFinishedEditing }: Pick<Parameters<ProvideEditorComponent<SheetCell>>[0], 'value' | 'onFinishedEditing'>,
): void {
  const leaves = (event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab'
  if (!leaves) return
  event.stopPropagation()
  // Enter ends a word that is being composed, and not the cell.
  if (isComposed(event.nativeEvent)) return
  event.preventDefault()
  onFinishedEditing(value, event.key === 'Enter' ? [0, 1] : [event.shiftKey ? -1 : 1, 0])
}
