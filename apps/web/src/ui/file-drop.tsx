import { FileUp } from 'lucide-react'
import { useRef, useState, type DragEvent, type ReactNode } from 'react'
import { cx } from './cx.ts'
import { toast } from './toast.ts'

const hasFile = (event: DragEvent) => event.dataTransfer.types.includes('Files')

/** A file may be dropped anywhere on what it wraps. */
export function FileDrop({
  onFile,
  allowed,
  label,
  children,
}: {
  onFile: (file: File) => void
  /** True, or the reason why not. */
  allowed: true | string
  label: string
  children: ReactNode
}) {
  const [over, setOver] = useState(false)
  // Entering a child leaves its parent: only the number of both tells whether the file is still over this element.
  const depth = useRef(0)
  const enter = (event: DragEvent) => {
    if (!hasFile(event)) return
    event.preventDefault()
    depth.current++
    setOver(true)
  }
  const leave = () => {
    depth.current = Math.max(0, depth.current - 1)
    if (depth.current === 0) setOver(false)
  }
  const drop = (event: DragEvent) => {
    depth.current = 0
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (!file) return
    event.preventDefault()
    if (allowed === true) onFile(file)
    else toast(allowed)
  }
  return (
    <div
      className="relative min-h-0 flex-1"
      onDragEnter={enter}
      onDragLeave={leave}
      onDragOver={(event) => hasFile(event) && event.preventDefault()}
      onDrop={drop}
    >
      {children}
      {over && (
        <div
          className={cx(
            'appear pointer-events-none absolute inset-3 z-30 flex items-center justify-center gap-3 rounded-large',
            'border-2 border-dashed border-accent bg-accent-soft/90 text-large font-medium text-accent',
          )}
        >
          <FileUp className="size-5" aria-hidden />
          {typeof allowed === 'string' ? allowed : label}
        </div>
      )}
    </div>
  )
}

export function chooseFile(onFile: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.accept = '.csv,.tsv,.txt,.xlsx'
  input.onchange = () => {
    const file = input.files?.[0]
    if (file) onFile(file)
  }
  input.click()
}
