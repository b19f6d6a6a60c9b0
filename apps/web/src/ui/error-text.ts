import { ApiError } from '@enrichify/contracts'
import { sentence } from './format.ts'

/** What a person reads: the server's sentence, the fields it names, and the id that finds it in the log. */
export function errorText(error: unknown): string {
  if (error instanceof ApiError) {
    const issues = error.problem.issues
      ?.map((issue) => (issue.path ? `${issue.path}: ${issue.message}` : issue.message))
      .join('; ')
    const text = issues && !error.problem.detail?.includes(issues) ? `${error.message} (${issues})` : error.message
    return error.status >= 500 && error.problem.requestId
      ? `${sentence(text)} Reference ${error.problem.requestId}.`
      : sentence(text)
  }
  return error instanceof Error ? error.message : 'Something went wrong.'
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404
}
