import type { DataFact, DataLookup } from '@enrichify/domain'

/** Adapters use the parts that their service can look up, and refuse (`bad_request`) when there are none. */
export type DataRequest = DataLookup

export interface DataValue {
  fact: DataFact
  value: string | number | boolean | string[]
  /** 0 to 1 when the service says how sure it is; otherwise null. */
  confidence: number | null
  /** The service’s own source, or the page of the record. */
  sourceUrl: string | null
}

export interface DataAnswer {
  values: DataValue[]
  /** The record that the service matched. Null: nothing matched. */
  match: { id: string; name: string } | null
  requestId: string | null
  /** Words that must be shown with the values (licence of the data). Null when there are none. */
  attribution: string | null
}
