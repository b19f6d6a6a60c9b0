import {
  decideAllCalls,
  decideCall,
  getSpending,
  listBudgets,
  listCalls,
  setBudget,
  type Budget,
  type CallInput,
  type LedgerCall,
  type Spending,
} from '@enrichify/contracts'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

export const thisMonth = (): string => new Date().toISOString().slice(0, 7)

export function useSpending(month: string) {
  return useQuery<Spending>({
    queryKey: keys.spending(month),
    queryFn: ({ signal }) => call(getSpending, { query: { month }, signal }),
    placeholderData: (before) => before,
  })
}

export function useBudgets(enabled = true) {
  return useQuery<{ budgets: Budget[] }>({
    queryKey: keys.budgets(),
    queryFn: ({ signal }) => call(listBudgets, { signal }),
    enabled,
  })
}

export function useSetBudget() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: CallInput<typeof setBudget>['body']) => call(setBudget, { body }),
    onSuccess: (answer) => client.setQueryData(keys.budgets(), answer),
  })
}

export type CallFilter = Partial<Record<'state' | 'websetId' | 'runId', string>>
const PAGE = 50

export function useCalls(filter: CallFilter) {
  return useInfiniteQuery({
    queryKey: keys.calls(filter),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const { state, websetId, runId } = filter
      return call(listCalls, {
        query: {
          limit: PAGE,
          ...(state ? { state: state as LedgerCall['state'] } : {}),
          ...(websetId ? { websetId } : {}),
          ...(runId ? { runId } : {}),
          ...(pageParam ? { before: pageParam } : {}),
        },
        signal,
      })
    },
    getNextPageParam: (page) => page.next,
  })
}

/** A person's decision on uncertain calls. Totals, budgets and the ledger follow from it. */
export function useDecide() {
  const client = useQueryClient()
  const onSettled = () => {
    void client.invalidateQueries({ queryKey: keys.allRuns() })
    return client.invalidateQueries({ queryKey: keys.allSpending() })
  }
  const one = useMutation({
    mutationFn: ({ id, ...body }: { id: string; outcome: 'charged' | 'not_charged'; micros?: number }) =>
      call(decideCall, { params: { id }, body }),
    onSettled,
  })
  const all = useMutation({
    mutationFn: (body: { outcome: 'charged' | 'not_charged'; runId?: string }) => call(decideAllCalls, { body }),
    onSettled,
  })
  return { one, all }
}
