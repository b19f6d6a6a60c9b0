import type { ResultRow } from './score-sites.ts'

/** One line of `enrichify extract --out pages.jsonl`. */
export interface ExtractedLine {
  url: string
  evidence: { text: string }
}

export interface QuoteCheck {
  quotes: number
  atOffsets: number
  cells: number
  verified: number
  /** The first few quotes that are not at their place. */
  wrong: string[]
}

/**
 * Reads every quote of a result again in the page texts of a second, independent run, and counts how many filled
 * cells call themselves verified.
 */
export function checkQuotes(rows: readonly ResultRow[], pages: readonly ExtractedLine[]): QuoteCheck {
  const texts = new Map(pages.map((page) => [page.url, page.evidence.text]))
  const check: QuoteCheck = { quotes: 0, atOffsets: 0, cells: 0, verified: 0, wrong: [] }
  for (const { cells } of rows) {
    for (const [column, cell] of Object.entries(cells)) {
      if (!cell || cell.state === 'empty') continue
      check.cells += 1
      if (cell.state === 'verified') check.verified += 1
      for (const { quote, url, start, end } of cell.evidence ?? []) {
        check.quotes += 1
        if (texts.get(url)?.slice(start, end) === quote) check.atOffsets += 1
        else if (check.wrong.length < 5) check.wrong.push(`${column} at ${url}: ${JSON.stringify(quote)}`)
      }
    }
  }
  return check
}
