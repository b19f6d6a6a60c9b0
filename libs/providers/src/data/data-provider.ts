import type { DataFact, DataLookup } from '@enrichify/domain'

/** Adapters use what their service can look up, and refuse (`bad_request`) when nothing of it is there. */
export type DataRequest = DataLookup

export interface DataValue {
  fact: DataFact
  value: string | number | boolean | string[]
  /** 0 to 1 where the service says how sure it is; null otherwise. */
  confidence: number | null
  /** Where the service has it from, or the record's own page. */
  sourceUrl: string | null
}

export interface DataAnswer {
  values: DataValue[]
  /** The record that the service matched; null: nothing matched. */
  match: { id: string; name: string } | null
  requestId: string | null
  /** Words that must be shown with the values (licence of the data); null where none are asked for. */
  attribution: string | null
}
