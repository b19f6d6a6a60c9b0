import type { Row } from '@enrichify/contracts'
import type { ColumnEntity } from '@enrichify/database'
import {
  assertNever,
  COLUMN_TYPES,
  englishNumber,
  factOf,
  filterInWords,
  readSheetQuestion,
  type Change,
  type Principal,
  type SheetFilter,
  type SheetMeasure,
  type SheetQuery,
} from '@enrichify/domain'
import { Injectable } from '@nestjs/common'
import { SheetReader } from './sheet-reader.ts'

export interface SheetAnswer {
  text: string
  /** A change that would show the same rows in the sheet. */
  change: Change | null
}

const SHOWN_ROWS = 10
const SHOWN_GROUPS = 20
const SHOWN_COLUMNS = 4
const MEASURE_WORDS: Record<SheetMeasure, string> = {
  sum: 'sum',
  average: 'average',
  median: 'median',
  min: 'smallest value',
  max: 'largest value',
}

/** Answers questions about the sheet without a model: a grammar reads them, and the database counts. */
@Injectable()
export class SheetAnswers {
  constructor(private readonly sheet: SheetReader) {}

  /** Null if any word of the question is not understood. */
  async answer(who: Principal, websetId: string, question: string): Promise<SheetAnswer | null> {
    const { webset, columns } = await this.sheet.webset(who, websetId)
    const query = readSheetQuestion(question, columns)
    if (!query) return null
    const answer = await this.#say(who, websetId, columns, query)
    return { ...answer, text: answer.text.replaceAll('%total%', englishNumber(webset.rowCount)) }
  }

  /** Example questions, with the names of this sheet's columns. */
  async examples(who: Principal, websetId: string): Promise<string[]> {
    const { columns } = await this.sheet.webset(who, websetId)
    const asked =
      columns.find(({ enrichment, kind }) => enrichment && (kind === 'phone' || kind === 'email')) ??
      columns.find(({ enrichment }) => enrichment) ??
      columns[0]
    const number = columns.find(({ kind }) => kind === 'number')
    const text =
      columns.find(
        ({ kind, enrichment }) => kind === 'choice' || ['city', 'country', 'region'].includes(factOf(enrichment) ?? ''),
      ) ?? columns.find(({ kind }) => kind === 'text')
    return [
      'How many rows are there?',
      ...(asked ? [`How many rows have no ${asked.name}?`, `How many verified cells in ${asked.name}?`] : []),
      ...(number ? [`What is the average of ${number.name}?`] : []),
      ...(text ? [`Count rows by ${text.name}`, `Show rows where ${text.name} contains …`] : []),
    ]
  }

  async #say(who: Principal, websetId: string, columns: ColumnEntity[], query: SheetQuery): Promise<SheetAnswer> {
    const where = query.filters.map((filter) => filterInWords(filter, columns)).join(' and ')
    switch (query.kind) {
      case 'count': {
        const count = await this.sheet.count(who, websetId, query.filters)
        if (query.filters.length === 0)
          return {
            text: `There ${count === 1 ? 'is **1** row' : `are **${englishNumber(count)}** rows`}.`,
            change: null,
          }
        return {
          text: `**${englishNumber(count)}** of %total% rows: ${where}.`,
          change: count > 0 ? show(query.filters) : null,
        }
      }
      case 'list': {
        const { rows, total } = await this.sheet.rows(who, websetId, {
          filters: query.filters,
          sort: null,
          search: null,
          limit: SHOWN_ROWS,
          offset: 0,
        })
        if (total === 0) return { text: `No row matches${where ? `: ${where}` : ''}.`, change: null }
        const first = total > rows.length ? ` The first ${rows.length}:` : ''
        const head = `**${englishNumber(total)}** of %total% rows${where ? `: ${where}` : ''}.${first}`
        return {
          text: `${head}\n\n${rows.map((row) => `- ${rowWords(row, columns)}`).join('\n')}`,
          change: query.filters.length ? show(query.filters) : null,
        }
      }
      case 'measure': {
        const figures = await this.sheet.column(who, websetId, query.filters, query.column)
        const value = figures[query.measure]
        const name = columns.find(({ id }) => id === query.column)?.name ?? query.column
        const cells = `${englishNumber(figures.filled)} filled ${figures.filled === 1 ? 'cell' : 'cells'}`
        const over = `over ${cells}${where ? `, where ${where}` : ''}`
        return {
          text:
            value === null
              ? `${name} has no values to measure, ${over}.`
              : `The ${MEASURE_WORDS[query.measure]} of ${name} is **${formatFigure(value)}**, ${over}.`,
          change: null,
        }
      }
      case 'group': {
        const name = columns.find(({ id }) => id === query.column)?.name ?? query.column
        const groups = await this.sheet.groups(who, websetId, query.filters, query.column, SHOWN_GROUPS + 1)
        const lines = groups
          .slice(0, SHOWN_GROUPS)
          .map(({ value, count }) => `- ${value === null ? '*empty*' : plain(value)}: **${englishNumber(count)}**`)
        return {
          text: [
            `Rows by ${name}${where ? `, where ${where}` : ''}:`,
            '',
            lines.join('\n') || '- none',
            ...(groups.length > SHOWN_GROUPS ? ['- … and more'] : []),
          ].join('\n'),
          change: null,
        }
      }
      default:
        return assertNever(query)
    }
  }
}

function formatFigure(value: number | string): string {
  return typeof value === 'number' || /^-?\d+(?:\.\d+)?$/.test(value) ? englishNumber(Number(value)) : value
}

function show(filters: SheetFilter[]): Change {
  return { kind: 'filter', filters, sort: null }
}

function rowWords(row: Row, columns: readonly ColumnEntity[]): string {
  const words = columns.map(({ id, kind }) => COLUMN_TYPES[kind].format(row.cells[id] ?? null)).filter(Boolean)
  return `${plain(words.slice(0, SHOWN_COLUMNS).join(' · ').slice(0, 200)) || 'empty'} (row ${row.id})`
}

/** A value in Markdown without any special meaning. */
function plain(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\\`*_[\]<>#|]/g, '\\$&')
    .slice(0, 300)
}
