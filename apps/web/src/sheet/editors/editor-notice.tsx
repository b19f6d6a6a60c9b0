import { useSyncExternalStore } from 'react'
import { openEditor } from './open-editor.ts'

/** Below the field: what someone else did to this cell while it is being edited. */
export function EditorNotice() {
  const notice = useSyncExternalStore(openEditor.subscribe, openEditor.notice)
  return (
    notice && (
      <p role="alert" className="max-w-72 border-t border-line bg-warn-soft px-2.5 py-1 text-small text-warn">
        {notice}
      </p>
    )
  )
}
