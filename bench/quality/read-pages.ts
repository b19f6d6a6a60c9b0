import { readFileSync } from 'node:fs'
import { decodeHtml, parseArchivedResponse, readWarc } from '@enrichify/collection'
import type { SiteTruth } from './sites/score-sites.ts'

export interface FrozenPage {
  url: string
  html: string
}

export interface FrozenSite {
  website: string
  pages: FrozenPage[]
  /** What a person annotated, with the page that has it. */
  values: Record<string, { text: string; url: string }[] | undefined>
}

/** The pages of an archive by their addresses, without answers that are not pages. */
export async function readArchive(file: string): Promise<Map<string, FrozenPage>> {
  const pages = new Map<string, FrozenPage>()
  for await (const record of readWarc(file)) {
    const response = record.url === null ? null : parseArchivedResponse(record)
    if (record.url === null || response === null || response.status !== 200) continue
    pages.set(record.url, { url: record.url, html: decodeHtml(response.body, response.headers['content-type']).html })
  }
  return pages
}

/** Sites with their frozen pages and hand-made answers: `<base>.warc.gz` and `<base>.truth.json`. */
export async function readSites(base: string): Promise<FrozenSite[]> {
  const archive = await readArchive(`${base}.warc.gz`)
  const truths = JSON.parse(readFileSync(`${base}.truth.json`, 'utf8')) as (SiteTruth & {
    pages: string[]
    values: FrozenSite['values']
  })[]
  return truths.map(({ website, pages, values }) => ({
    website,
    values,
    pages: pages.flatMap((url) => archive.get(url) ?? []),
  }))
}
