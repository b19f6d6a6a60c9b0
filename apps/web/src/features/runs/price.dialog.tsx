import { estimateRun, type Run, type RunEstimate } from '@enrichify/contracts'
import { RUN_PRIORITIES, type RunPriority } from '@enrichify/domain'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useEffect, useId, useState, type FormEvent } from 'react'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { isTestsRefusal, useBeginRun, type RunRequest } from '../../document/use-start-run.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorLine } from '../../ui/error-state.tsx'
import { SelectField } from '../../ui/field.tsx'
import { moneyText, parseMoney } from '../../ui/format.ts'
import { Keys } from '../../ui/keys.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { roundBudget } from '../../words/round-budget.ts'
import { BudgetChoice } from './budget-choice.tsx'
import { LeftAlone } from './left-alone.tsx'
import { PriceFacts } from './price-facts.tsx'
import { PriceProblems } from './price-problems.tsx'
import { budgetProblem, budgetWarning, tightest } from './price-words.ts'
import { MODE_WORDS, scopeWords } from './run-words.ts'
import { TestsRefusal } from './tests-refusal.tsx'

interface PriceDialogProps {
  websetId: string
  request: RunRequest
  /** What runs, for the dialog's title. */
  what: string
  onClose: () => void
  onStarted: (run: Run) => void
  /** Why a start without a price was refused: the column's tests. */
  refused?: unknown
}
const PRIORITY_WORDS = {
  low: 'Low: after all others',
  normal: 'Normal',
  high: 'High: before all others',
} satisfies Record<RunPriority, string>
const nothing = () => undefined

/** What a run costs, before it starts. No run that a model may answer starts without this. */
export function PriceDialog({ websetId, request: asked, what, onClose, onStarted, refused }: PriceDialogProps) {
  const formId = useId()
  const [fillEmptied, setFillEmptied] = useState(asked.fillEmptied ?? false)
  const request = { ...asked, fillEmptied }
  const estimate = useQuery<RunEstimate>({
    queryKey: keys.estimate(websetId, request),
    queryFn: ({ signal }) => call(estimateRun, { params: { id: websetId }, body: request, signal }),
    // The dialog stays as it is while the choice is priced anew.
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  })
  const begin = useBeginRun(websetId, nothing)
  const start = useMutation({
    mutationFn: (choice: Choice) => begin({ ...request, ...choice }),
    onSuccess: (run) => {
      onClose()
      onStarted(run)
    },
  })
  const [blocked, setBlocked] = useState(true)
  const { data } = estimate
  const error = start.error ?? refused
  const mode = MODE_WORDS[request.mode ?? 'fill']
  return (
    <Dialog
      title={`${mode.verb} ${what}`}
      description={[scopeWords(request.scope).replace(/^\w/, (letter) => letter.toUpperCase()), mode.does]
        .filter((words) => words !== '')
        .join('. ')}
      onClose={onClose}
      keepOpen={start.isPending}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            icon={Play}
            type="submit"
            form={formId}
            busy={start.isPending}
            disabled={!data || blocked || estimate.isPlaceholderData}
          >
            {data && data.problems.length > 0 ? 'Start anyway' : 'Start'}
            <span className="ml-1 opacity-80 pointer-coarse:hidden">
              <Keys shortcut="enter" inverted />
            </span>
          </Button>
        </>
      }
    >
      {estimate.isPending && <PriceSkeleton />}
      {estimate.isError && <ErrorLine error={estimate.error} onRetry={() => void estimate.refetch()} />}
      {data && (
        <PriceForm
          formId={formId}
          estimate={data}
          websetId={websetId}
          fillEmptied={fillEmptied}
          onFillEmptied={setFillEmptied}
          error={error}
          onBlocked={setBlocked}
          onStart={(choice) => !start.isPending && start.mutate(choice)}
        />
      )}
    </Dialog>
  )
}

interface Choice {
  budgetMicros: number | null
  priority: RunPriority
  despiteTests: boolean
}

function PriceForm({
  formId,
  estimate,
  websetId,
  fillEmptied,
  onFillEmptied,
  error,
  onBlocked,
  onStart,
}: {
  formId: string
  estimate: RunEstimate
  websetId: string
  fillEmptied: boolean
  onFillEmptied: (fill: boolean) => void
  error: unknown
  onBlocked: (blocked: boolean) => void
  onStart: (choice: Choice) => void
}) {
  const [amount, setAmount] = useState(() => moneyText(roundBudget(estimate.price.p90Micros)))
  const [limited, setLimited] = useState(true)
  const [priority, setPriority] = useState<RunPriority>('normal')
  const budget = limited ? (parseMoney(amount) ?? undefined) : null
  const problem = budgetProblem(estimate, budget)
  const blocked = problem !== null
  // The button that this disables is in the dialog's footer, outside of this form.
  useEffect(() => onBlocked(blocked), [onBlocked, blocked])
  const begin = (despiteTests: boolean) => {
    if (problem === null && budget !== undefined) onStart({ budgetMicros: budget, priority, despiteTests })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    begin(false)
  }
  return (
    <form id={formId} onSubmit={submit} className="flex flex-col gap-4">
      {estimate.practice && (
        <p className="rounded-base bg-warn-soft px-3 py-2 text-warn">
          <span className="font-medium">Practice: nothing is spent.</span> The answers are saved ones, and the prices
          are simulated.
        </p>
      )}
      <PriceFacts estimate={estimate} />
      <LeftAlone cells={estimate.leftAlone} fillEmptied={fillEmptied} onFillEmptied={onFillEmptied} />
      <PriceProblems problems={estimate.problems} />
      <BudgetChoice
        amount={amount}
        onAmount={setAmount}
        limited={limited}
        onLimited={setLimited}
        elsewhere={tightest(estimate.left) !== null}
        problem={problem}
        warning={budget === undefined ? null : budgetWarning(estimate, budget)}
      />
      <SelectField
        label="Priority"
        value={priority}
        onValue={setPriority}
        options={RUN_PRIORITIES.map((value) => ({ value, label: PRIORITY_WORDS[value] }))}
      />
      {isTestsRefusal(error) ? (
        <TestsRefusal websetId={websetId} refused={error} practice={estimate.practice} onAnyway={() => begin(true)} />
      ) : (
        error !== null && error !== undefined && <ErrorLine error={error} />
      )}
    </form>
  )
}

function PriceSkeleton() {
  return (
    <div role="status" aria-label="Working out the price" className="flex flex-col gap-4">
      <Skeleton className="h-8 w-1/3" />
      <Skeleton className="h-2" />
      <Skeleton className="h-28" />
      <Skeleton className="h-14" />
    </div>
  )
}
