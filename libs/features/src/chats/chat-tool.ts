import type { ColumnEntity } from '@enrichify/database'
import { fenceless, findColumn, readFilters, type Change, type Principal, type SheetFilter } from '@enrichify/domain'
import type { LlmTool } from '../providers/provider-gateway.ts'
import type { PageReader } from './page-reader.ts'
import type { SheetReader } from './sheet-reader.ts'

/**
 * What a tool can use: the sheet and the stored pages, with the rights of the person who asked. Nothing here writes.
 */
export interface ToolUse {
  who: Principal
  websetId: string
  archiveId: string | null
  columns: readonly ColumnEntity[]
  /** What the person asked. */
  question: string
  sheet: SheetReader
  pages: PageReader
}

export interface ToolResult {
  /** For the model. Everything from the sheet or from pages is fenced as data. */
  text: string
  /** For people: what was done, in a few words. */
  summary: string
  /** What is proposed. Nothing has happened yet. */
  proposal?: { title: string; changes: Change[] }
}

export interface ChatTool extends LlmTool {
  run(use: ToolUse, args: Record<string, unknown>): Promise<ToolResult>
}

/** The input was wrong. The model is told and can correct it. */
export class ToolProblem extends Error {
  override readonly name = 'ToolProblem'
}

/** Between fences that no page and no cell can close. */
export function asData(source: string, text: string): string {
  return `<excerpt source="${fenceless(source.replaceAll('"', '%22'))}">\n${fenceless(text)}\n</excerpt>`
}

export function requireColumn(use: ToolUse, wanted: unknown): ColumnEntity {
  const column = findColumn(wanted, use.columns)
  if (column) return column
  const columns = use.columns.map(({ id, name }) => `${id} (${name})`).join(', ')
  throw new ToolProblem(`There is no column “${wordOf(wanted).slice(0, 60)}”. There are: ${columns}.`)
}

export function requireFilters(use: ToolUse, input: unknown): SheetFilter[] {
  const problems: string[] = []
  const filters = readFilters(input, (wanted) => findColumn(wanted, use.columns), problems)
  if (problems.length) throw new ToolProblem(problems.join(' '))
  return filters
}

export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
}

export function wholeOf(value: unknown, least: number, most: number, otherwise: number): number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? Math.min(most, Math.max(least, number)) : otherwise
}

const text = { type: 'string' }
export const FILTERS = {
  type: 'array',
  description: 'Conditions that all must hold; [] for all rows.',
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['column', 'op', 'value'],
    properties: {
      column: { ...text, description: 'Id or name' },
      op: {
        type: 'string',
        enum: ['contains', 'equals', 'not_equals', 'greater', 'less', 'empty', 'not_empty', 'state'],
      },
      value: {
        ...text,
        description: 'For state: verified, cited, asserted, human or empty. "" with empty and not_empty.',
      },
    },
  },
}

export function parametersOf(properties: Record<string, unknown>): Record<string, unknown> {
  return { type: 'object', additionalProperties: false, required: Object.keys(properties), properties }
}
