import type { CellValue } from '@enrichify/domain'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../database.ts'
import { matchStaged, type Matched, type MatchKey } from './match-staged.ts'

/** COPY’s text format: only backslash, tab and line ends have a special meaning. */
function escapeCopy(json: string): string {
  return json.replace(
    /[\\\t\n\r]/g,
    (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[character]!,
  )
}

/** A record of the file. */
export interface StagedRecord {
  line: number
  /** Its cells. */
  json: string
  /** What its rows are matched by, where `MatchKey.of` makes it. */
  key: string | null
  /** Columns whose cell does not fit their type. */
  unfit: readonly string[]
}

/** A record of the file, and the row that has the same key. */
export interface StagedUpdate {
  line: number
  rowId: number
  cells: Record<string, CellValue>
}

/**
 * Fast lane for imports. Rows go by COPY into a staging table (PostgreSQL refuses COPY into a table under row-level
 * security) and from there into `rows` in one statement. Nothing is visible before the transaction commits: an import
 * is whole, or nothing of it is stored.
 */
export class BulkRows {
  readonly #tx: Tx
  readonly #websetId: string
  #stream: ReturnType<typeof copyFrom> | null = null
  #failure: Error | null = null
  count = 0

  private constructor(tx: Tx, websetId: string) {
    this.#tx = tx
    this.#websetId = websetId
  }

  static async open(tx: Tx, websetId: string): Promise<BulkRows> {
    await tx.query(
      `create temporary table staged_rows (
         place bigint generated always as identity, line integer not null, cells jsonb not null, key text,
         unfit text[] not null
       ) on commit drop`,
    )
    const bulk = new BulkRows(tx, websetId)
    bulk.#stream = tx.client.query(copyFrom('copy staged_rows (line, cells, key, unfit) from stdin'))
    bulk.#stream.on('error', (error: Error) => (bulk.#failure = error))
    return bulk
  }

  /** Waits when the database is slower than the file. */
  async write(rows: readonly StagedRecord[]): Promise<void> {
    if (this.#failure) throw this.#failure
    if (rows.length === 0) return
    this.count += rows.length
    const chunk = rows.map(
      ({ line, json, key, unfit }) =>
        `${line}\t${escapeCopy(json)}\t${key === null ? '\\N' : escapeCopy(key)}\t{${unfit.join(',')}}\n`,
    )
    if (!this.#stream!.write(chunk.join(''))) await this.#settled('drain')
  }

  /** Ends the copy. Until then, any other statement of this transaction would wait for ever. */
  async end(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#stream!.end()
    await this.#settled('finish')
  }

  /**
   * Takes out the records whose key a row of the webset has already, after `end`. Of the others, those with one key
   * become one. Records without a value stay, and are added.
   */
  async matchBy(key: MatchKey, listed: number): Promise<Matched> {
    const { matched, ...found } = await matchStaged(this.#tx, this.#websetId, key, listed)
    this.count -= matched + found.folded
    return found
  }

  /** The records that belong to one row each, in the order of rows, as every writer locks them. */
  async *updates(size: number): AsyncIterable<StagedUpdate[]> {
    for (let [row, place] = [0, 0]; ;) {
      const page = await this.#tx.query<StagedUpdate & { place: number }>(
        `select line, row_id as "rowId", cells, place
         from staged_updates
         where hits = 1 and (row_id, place) > ($1, $2)
         order by row_id, place
         limit $3`,
        [row, place, size],
      )
      const last = page.at(-1)
      if (!last) return
      yield page
      ;({ rowId: row, place } = last)
    }
  }

  /** Moves the rows in, after `end`. Returns the id of the first. */
  async finish(): Promise<number> {
    const [counter] = await this.#tx.query<{ first: number }>(
      `update websets
       set next_row_id = next_row_id + $2, row_count = row_count + $2, updated_at = now()
       where id = $1
       returning next_row_id - $2 as first`,
      [this.#websetId, this.count],
    )
    const first = counter?.first ?? 1
    await this.#tx.query(
      `insert into rows (workspace_id, webset_id, id, cells)
       select $1, $2, $3 + row_number() over (order by place) - 1, cells
       from staged_rows
       order by place`,
      [this.#tx.workspaceId, this.#websetId, first],
    )
    return first
  }

  abort(): void {
    this.#stream?.destroy()
  }

  #settled(event: 'drain' | 'finish'): Promise<void> {
    const stream = this.#stream!
    return new Promise((done, fail) => {
      const ok = () => (stream.removeListener('error', bad), done())
      const bad = (error: Error) => (stream.removeListener(event, ok), fail(error))
      stream.once(event, ok)
      stream.once('error', bad)
    })
  }
}
