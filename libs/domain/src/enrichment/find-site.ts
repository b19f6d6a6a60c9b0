import { parse } from 'tldts'
import type { CellValue } from '../cells/cell.ts'
import type { ColumnKind } from '../columns/column-type.ts'
import { readEmail } from '../columns/types/email.column-type.ts'
import { readUrl } from '../columns/types/url.column-type.ts'
import { isFreeMail, type RowEntity } from '../evidence/bind-page.ts'
import { joined } from '../text/long-text.ts'

export interface SiteColumn {
  id: string
  name: string
  kind: ColumnKind
}

export interface RowSite {
  /** What to fetch first, as an absolute address. */
  url: string
  /** Which business the row is about. It binds pages to the row. */
  entity: RowEntity
}

const SITE_NAME = /web|site|url|domain|home ?page|link|address/i
const ENTITY_NAME = new RegExp(
  joined`
    ^(?:the )?(?:
      name|company|companies|business|organi[sz]ation|firm|firma|account|brand|institution
      |university|school|shop|store|title
    )(?: name)?$
    |company|firma|organi[sz]ation
  `,
  'i',
)

/**
 * The row’s site from its own columns: first an address, then a domain in any text, then the domain of a business
 * e-mail. Null when no column names a site. Names and addresses in these columns say which business the row is about.
 */
export function findSite(columns: readonly SiteColumn[], cells: Readonly<Record<string, CellValue>>): RowSite | null {
  const text = textIn(cells)
  const { email = null, name = null } = findEntity(columns, cells)
  const sites = columns
    .filter((column) => column.kind === 'url' || column.kind === 'text')
    .map((column) => ({ column, url: readSite(text(column)) }))
    .filter((found): found is { column: SiteColumn; url: string } => found.url !== null)
    .sort((a, b) => rank(a.column) - rank(b.column))
  const url = sites[0]?.url ?? (email ? `https://${email.split('@')[1]}/` : null)
  return url ? { url, entity: { url, email, name } } : null
}

/**
 * Which business the row is about by its own columns, even when no column names a site: its name, and its mail
 * address.
 */
export function findEntity(columns: readonly SiteColumn[], cells: Readonly<Record<string, CellValue>>): RowEntity {
  const text = textIn(cells)
  const email =
    columns
      .filter((column) => column.kind === 'email')
      .map(text)
      .map(readEmail)
      .find((found) => found !== null && !isFreeMail(found)) ?? null
  const nameColumn = columns.find(
    (column) => column.kind === 'text' && ENTITY_NAME.test(column.name) && text(column) !== '',
  )
  return { email, name: nameColumn ? text(nameColumn) : null }
}

function textIn(cells: Readonly<Record<string, CellValue>>): (column: SiteColumn) => string {
  return (column) => (typeof cells[column.id] === 'string' ? (cells[column.id] as string).trim() : '')
}

/**
 * Whether a plain column may say which site or business a row belongs to. When such a cell changes, everything read
 * from that site belongs to another row.
 */
export function marksSite({ name, kind, enrichment }: SiteColumn & { enrichment: unknown }): boolean {
  return (
    enrichment === null &&
    (kind === 'url' || kind === 'email' || (kind === 'text' && (ENTITY_NAME.test(name) || SITE_NAME.test(name))))
  )
}

function rank(column: SiteColumn): number {
  return (column.kind === 'url' ? 0 : 2) + (SITE_NAME.test(column.name) ? 0 : 1)
}

/** An address, a domain or a bare IP address. A social profile is not the row’s site. */
function readSite(text: string): string | null {
  if (text === '' || /\s/.test(text)) return null
  const url = readUrl(text)
  if (!url) return null
  const { isIp, domain } = parse(url, { allowPrivateDomains: true })
  return isIp || domain ? url : null
}
