import type { Budget } from '@enrichify/contracts'

export const budgetName = (budget: Pick<Budget, 'kind' | 'websetName'>): string =>
  budget.kind === 'workspace_month' ? 'The whole workspace, each month' : (budget.websetName ?? 'A deleted webset')
