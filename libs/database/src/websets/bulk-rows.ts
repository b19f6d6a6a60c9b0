import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from '../database.ts'

/** COPY’s text format: only backslash, tab and line ends have a special meaning. */
function escapeCopy(json: string): string {
  return json.replace(
    /[\\\t\n\r]/g,
    (character) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[character]!,
  )
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
         place bigint generated always as identity, cells jsonb not null
       ) on commit drop`,
    )
    const bulk = new BulkRows(tx, websetId)
    bulk.#stream = tx.client.query(copyFrom('copy staged_rows (cells) from stdin'))
    bulk.#stream.on('error', (error: Error) => (bulk.#failure = error))
    return bulk
  }

  /** Takes rows as JSON texts. Waits when the database is slower than the file. */
  async write(rows: readonly string[]): Promise<void> {
    if (this.#failure) throw this.#failure
    if (rows.length === 0) return
    this.count += rows.length
    const chunk = rows.map(escapeCopy).join('\n') + '\n'
    if (!this.#stream!.write(chunk)) await this.#settled('drain')
  }

  /** Ends the copy. Until then, any other statement of this transaction would wait for ever. */
  async end(): Promise<void> {
    if (this.#failure) throw this.#failure
    this.#stream!.end()
    await this.#settled('finish')
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
       select $1, $2, $3 + place - 1, cells
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
