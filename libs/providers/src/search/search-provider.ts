export interface SearchRequest {
  query: string
  /** How many results are wanted. Adapters clamp it to what the service gives in one call. */
  count: number
  /** ISO 3166-1 alpha-2, upper case. */
  country?: string
  /** ISO 639-1, lower case. */
  language?: string
}

export interface SearchResult {
  url: string
  title: string
  /** Text of the page around the match, without markup. */
  snippet: string
  /** ISO date or instant, when the service knows it. */
  publishedAt: string | null
}

export interface SearchAnswer {
  results: SearchResult[]
  requestId: string | null
}
