import type { LedgerCall } from '@enrichify/contracts'
import { useState, type FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { money, moneyText, parseMoney, plural } from '../../ui/format.ts'
import { MoneyField } from '../../ui/money-field.tsx'
import { toast } from '../../ui/toast.ts'
import { callTarget } from './call-words.ts'
import { useDecide } from './use-spending.ts'

export interface Deciding {
  /** Null: all of them, each at what was reserved for it. */
  call: LedgerCall | null
  outcome: 'charged' | 'not_charged'
}
interface DecideProps extends Deciding {
  runId: string | null
  number: string
  reserved: string
  onClose: () => void
}

/** A charged call needs its amount: what the service's bill says, or at most what was reserved. */
export function DecideDialog({ call, outcome, runId, number, reserved, onClose }: DecideProps) {
  const decide = useDecide()
  const [amount, setAmount] = useState(call ? moneyText(call.reservedMicros) : '')
  const micros = parseMoney(amount)
  const busy = decide.one.isPending || decide.all.isPending
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    if (!call) {
      decide.all.mutate(
        { outcome, ...(runId ? { runId } : {}) },
        {
          onSuccess: ({ decided }) => {
            onClose()
            toast(
              outcome === 'charged'
                ? `${plural(decided, 'call')} counted as spent`
                : `${plural(decided, 'call')} not charged; what was reserved is free again`,
            )
          },
        },
      )
    } else if (micros !== null) decide.one.mutate({ id: call.id, outcome: 'charged', micros }, { onSuccess: onClose })
  }
  const error = decide.one.error ?? decide.all.error
  return (
    <Dialog
      title={
        call
          ? 'What was charged?'
          : outcome === 'charged'
            ? `Count all ${number} as charged?`
            : `Was none of these ${number} charged?`
      }
      description={call ? callTarget(call) : undefined}
      onClose={onClose}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        {call ? (
          <MoneyField
            label="The service’s bill says"
            autoFocus
            value={amount}
            onValue={setAmount}
            onFocus={(event) => event.target.select()}
            hint={`${money(call.reservedMicros)} was reserved: the most that it can have cost.`}
          />
        ) : (
          <p className="text-muted">
            {outcome === 'charged'
              ? `Each counts as the most it can have cost, ${reserved} together. For real amounts, decide one by one.`
              : `About ${reserved} becomes free again. Look at the service’s bill first: this cannot be undone.`}
          </p>
        )}
        {error && <ErrorLine error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" tone="primary" busy={busy} disabled={call !== null && micros === null}>
            {call ? 'It was charged' : outcome === 'charged' ? 'Count as charged' : 'None was charged'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
