import type { DataFact } from '@enrichify/domain'
import { providerFailure } from '../http/failure-of-status.ts'
import type { DataAnswer, DataRequest, DataValue } from './data-provider.ts'

/** Only what was asked for, and only what the service knows. */
export function collectValues(
  request: DataRequest,
  found: Partial<Record<DataFact, DataValue['value'] | null | undefined>>,
  sourceUrl: string | null,
  confidence: number | null = null,
): DataValue[] {
  return request.facts.flatMap((fact) => {
    const value = found[fact]
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
    return [{ fact, value, confidence, sourceUrl }]
  })
}

export const nothing = (attribution: string | null = null): DataAnswer => ({
  values: [],
  match: null,
  requestId: null,
  attribution,
})

/** Without this the service has nothing to look up, and asking would only cost. */
export function demandOf<T>(service: string, value: T | null | undefined | ''): T {
  if (value === null || value === undefined || value === '') throw providerFailure(service, 'bad_request', 'no')
  return value
}

/** The name and its place, as one line of text. */
export function placeOf({ name, street, city, region, postalCode, country }: DataRequest): string {
  return [name, street, postalCode, city, region, country].filter(Boolean).join(', ')
}
