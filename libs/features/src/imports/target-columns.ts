import { type ImportEntity, type Tx, type WebsetRepository } from '@enrichify/database'
import { Refused, type ColumnSettings } from '@enrichify/domain'
import { freeName } from '../websets/add-columns.ts'
import { MAX_COLUMNS } from '../websets/limits.ts'
import type { PlannedColumn } from './plan-columns.ts'

export interface TargetColumn {
  id: string
  name: string
  kind: PlannedColumn['kind']
  settings: ColumnSettings
}

/** The webset's columns in the order of the file. New columns are added; null is skipped. */
export async function targetColumns(
  tx: Tx,
  websets: WebsetRepository,
  { websetId, options }: Pick<ImportEntity, 'websetId' | 'options'>,
): Promise<{ columns: (TargetColumn | null)[]; made: string[] }> {
  const planned = options.columns ?? []
  const existing = await websets.listColumns(tx, websetId)
  const byId = new Map(existing.map((column) => [column.id, column]))
  const byName = new Map(existing.map((column) => [column.name.toLowerCase(), column]))
  const made: string[] = []
  const taken = new Set<string>()
  const names = new Set<string>()
  const columns: (TargetColumn | null)[] = []
  const fresh: { place: number; name: string; kind: PlannedColumn['kind'] }[] = []
  for (const [place, column] of planned.entries()) {
    columns.push(null)
    if (column.skip) continue
    const target = column.columnId ? byId.get(column.columnId) : byName.get(column.name.toLowerCase())
    if (column.columnId && !target)
      throw new Refused('column_not_found', `The column for “${column.name}” was deleted. Choose another.`, 'not_found')
    if (column.columnId === null || !target) {
      if (names.has(column.name.toLowerCase())) throw twice(column.name)
      names.add(column.name.toLowerCase())
      fresh.push({ place, name: column.name, kind: column.kind })
      continue
    }
    if (target.enrichment)
      throw new Refused(
        'enrichment_column',
        `“${target.name}” is answered by runs. Let that column of the file become a new one, or leave it out.`,
        'unprocessable',
      )
    if (taken.has(target.id)) throw twice(target.name)
    taken.add(target.id)
    columns[place] = targetOf(target)
  }
  if (fresh.length === 0) return { columns, made }
  if (existing.length + fresh.length > MAX_COLUMNS)
    throw new Refused('too_many_columns', `A webset has at most ${MAX_COLUMNS} columns.`, 'unprocessable', {
      limit: MAX_COLUMNS,
    })
  const added = await websets.addColumns(
    tx,
    websetId,
    fresh.map(({ name, kind }) => ({ name: freeName(name, existing), kind, width: widthFor(kind) })),
  )
  for (const [index, { place }] of fresh.entries()) {
    columns[place] = targetOf(added[index]!)
    made.push(added[index]!.id)
  }
  return { columns, made }
}

function targetOf({ id, name, kind, settings }: TargetColumn): TargetColumn {
  return { id, name, kind, settings }
}

function twice(name: string): Refused {
  return new Refused(
    'duplicate_column',
    `Two columns of the file would go into “${name}”. Rename or skip one.`,
    'unprocessable',
  )
}

function widthFor(kind: PlannedColumn['kind']): number {
  return kind === 'number' || kind === 'boolean' || kind === 'date' ? 120 : kind === 'url' ? 220 : 180
}
