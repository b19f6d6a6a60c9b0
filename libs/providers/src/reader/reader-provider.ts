export interface ReadRequest {
  url: string
}

export interface ReadAnswer {
  url: string
  finalUrl: string
  /** HTTP status of the page itself, when the service tells it. */
  status: number | null
  title: string
  /** The page’s main content as Markdown, and html when the service gives it. */
  markdown: string
  html: string | null
  requestId: string | null
}
