import type { ColumnEntity, Tx, WebsetRepository } from '@enrichify/database'
import { Refused } from '@enrichify/domain'
import { MAX_COLUMNS } from './limits.ts'
import { defaultName, planColumn, type NewColumn } from './plan-column.ts'

/** Adds columns at the right end. Names that are taken get a number. */
export async function addColumnsIn(
  tx: Tx,
  websets: WebsetRepository,
  websetId: string,
  inputs: readonly NewColumn[],
): Promise<ColumnEntity[]> {
  const made: ColumnEntity[] = []
  // One after another: a question may name the column before it.
  for (const input of inputs) {
    const existing = await websets.listColumns(tx, websetId)
    if (existing.length >= MAX_COLUMNS)
      throw new Refused('too_many_columns', `A webset has at most ${MAX_COLUMNS} columns.`, 'unprocessable', {
        limit: MAX_COLUMNS,
      })
    made.push(
      ...(await websets.addColumns(tx, websetId, [
        { ...planColumn(input, existing), name: freeName(input.name ?? defaultName(input), existing) },
      ])),
    )
  }
  return made
}

/** The name, with a number where it is taken. */
export function freeName(name: string, existing: readonly { name: string }[]): string {
  const taken = new Set(existing.map((column) => column.name.toLowerCase()))
  let free = name
  for (let count = 2; taken.has(free.toLowerCase()); count++) free = `${name} ${count}`
  return free
}
