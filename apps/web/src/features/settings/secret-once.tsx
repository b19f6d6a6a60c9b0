import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'

/** A secret that the server shows only once: easy to copy, and gone when the page is left. */
export function SecretOnce({ label, secret }: { label: string; secret: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div role="status" className="flex flex-col gap-1.5 rounded-base border border-accent-line bg-accent-soft p-3">
      <span className="text-small font-medium text-accent-strong">{label}</span>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 rounded-small bg-raised px-2 py-1.5 font-mono text-small break-all select-all">
          {secret}
        </code>
        <Button icon={copied ? Check : Copy} onClick={() => void copyText(secret).then(setCopied)}>
          {copied ? 'Copied' : 'Copy'}
        </Button>
      </div>
    </div>
  )
}
