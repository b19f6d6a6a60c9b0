import type { CellValue } from '@enrichify/domain'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../database.ts'

/** COPY’s text format: only backslash, tab and line ends have a special meaning. */
function escapeCopy(json: string): string {
  return json.replace(
    /[\\\t\n\r]/g,
    (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[character]!,
  )
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
         place bigint generated always as identity, line integer not null, cells jsonb not null
       ) on commit drop`,
    )
    const bulk = new BulkRows(tx, websetId)
    bulk.#stream = tx.client.query(copyFrom('copy staged_rows (line, cells) from stdin'))
    bulk.#stream.on('error', (error: Error) => (bulk.#failure = error))
    return bulk
  }

  /** Takes the cells of each line as a JSON text. Waits when the database is slower than the file. */
  async write(rows: readonly { line: number; json: string }[]): Promise<void> {
    if (this.#failure) throw this.#failure
    if (rows.length === 0) return
    this.count += rows.length
    const chunk = rows.map(({ line, json }) => `${line}\t${escapeCopy(json)}`).join('\n') + '\n'
    if (!this.#stream!.write(chunk)) await this.#settled('drain')
  }

  /** Ends the copy. Until then, any other statement of this transaction would wait for ever. */
  async end(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#stream!.end()
    await this.#settled('finish')
  }

  /**
   * Takes out the records whose value of this column a row of the webset has already, after `end`. Records without a
   * value stay, and are added.
   * @returns how many lines were taken out because several rows have their value, and the first of them
   */
  async matchBy(columnId: string, listed: number): Promise<{ severalRows: number; lines: number[] }> {
    const parameters = [this.#websetId, columnId]
    await this.#tx.query('analyze staged_rows')
    await this.#tx.query(
      `create temporary table staged_updates on commit drop as
       select s.place, s.line, s.cells, min(r.id) as row_id, count(*) as hits
       from staged_rows s
       join rows r on r.cells -> $2 = s.cells -> $2
       where r.webset_id = $1 and r.deleted_at is null
       group by s.place, s.line, s.cells`,
      parameters,
    )
    const [counts] = await this.#tx.query<{ matched: number; several: number; lines: number[] }>(
      `with gone as (delete from staged_rows s using staged_updates u where s.place = u.place)
       select count(*)::int as matched, count(*) filter (where hits > 1)::int as several,
         coalesce((array_agg(line order by line) filter (where hits > 1))[:$1::int], '{}') as lines
       from staged_updates`,
      [listed],
    )
    this.count -= counts!.matched
    return { severalRows: counts!.several, lines: counts!.lines }
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
