import { getWebset, listRows, type Client, type Filter, type LiveEventName, type Row } from '@enrichify/contracts'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { PATIENCE_MS, until } from '../drills/until.ts'

/** What the grid paints, in pixels. The row numbers are as wide as the largest of them. */
const markerWidth = (rows: number) => (rows > 10_000 ? 48 : rows > 1000 ? 44 : rows > 100 ? 36 : 32)
const HEADER_HEIGHT = 36
const ROW_HEIGHT = 32
/** At least. */
const ROWS_ON_SCREEN = 20

export interface Place {
  column: number
  row: number
}

/** One person's browser on one webset. Columns and rows are counted from 0, as on the screen. */
export class SheetPage {
  readonly page: Page
  readonly #websetId: string
  readonly #call: Client
  /** Who waits for which event of the socket. */
  readonly #waiting = new Map<LiveEventName, (() => void)[]>()
  #marker = 0
  #widths: number[] = []

  constructor(page: Page, websetId: string, call: Client) {
    this.page = page
    this.#websetId = websetId
    this.#call = call
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => this.#hear(String(payload))))
  }

  async open(address: string): Promise<void> {
    const { rows, columns } = await this.#call(getWebset, { params: { id: this.#websetId } })
    this.#marker = markerWidth(rows)
    this.#widths = columns.map(({ width }) => width)
    await this.page.goto(`${address}/websets/${this.#websetId}`)
    await this.page.getByText('Live', { exact: true }).waitFor()
    await this.#canvas.waitFor()
    // A key that is pressed before the rows are there has nothing to move to.
    if (rows > 0) await this.cell({ column: 0, row: 0 }).waitFor({ state: 'attached' })
  }

  get #canvas(): Locator {
    return this.page.locator('[data-sheet] canvas').first()
  }

  /** The grid has an accessible table beside its canvas. Its first column is the row's number. */
  cell({ column, row }: Place): Locator {
    return this.page.locator(`#glide-cell-${column + 1}-${row}`)
  }

  /** The middle of a cell on the screen. */
  async point({ column, row }: Place): Promise<{ x: number; y: number }> {
    const canvas = (await this.#canvas.boundingBox())!
    const left = this.#widths.slice(0, column).reduce((sum, width) => sum + width, this.#marker)
    return {
      x: canvas.x + left + this.#widths[column]! / 2,
      y: canvas.y + HEADER_HEIGHT + (row + 0.5) * ROW_HEIGHT,
    }
  }

  async click(place: Place, modifiers: { shift?: boolean } = {}): Promise<void> {
    const { x, y } = await this.point(place)
    if (modifiers.shift) await this.page.keyboard.down('Shift')
    await this.page.mouse.click(x, y)
    if (modifiers.shift) await this.page.keyboard.up('Shift')
  }

  /** The number beside a row: a click chooses the whole row, with Ctrl one more row. */
  async clickRowNumber(row: number, modifiers: { control?: boolean } = {}): Promise<void> {
    const { y } = await this.point({ column: 0, row })
    const canvas = (await this.#canvas.boundingBox())!
    if (modifiers.control) await this.page.keyboard.down('Control')
    await this.page.mouse.click(canvas.x + this.#marker / 2, y)
    if (modifiers.control) await this.page.keyboard.up('Control')
  }

  /** Chooses a whole column. */
  async clickHeader(column: number): Promise<void> {
    const { x, y } = await this.point({ column, row: 0 })
    await this.page.mouse.click(x, y - (ROW_HEIGHT + HEADER_HEIGHT) / 2)
  }

  /** A range, drawn with the mouse. */
  async drag(from: Place, to: Place): Promise<void> {
    const [start, end] = [await this.point(from), await this.point(to)]
    await this.page.mouse.move(start.x, start.y)
    await this.page.mouse.down()
    await this.page.mouse.move(end.x, end.y, { steps: 4 })
    await this.page.mouse.up()
  }

  /** A range, drawn with the keyboard alone. */
  async extend(from: Place, to: Place): Promise<void> {
    await this.goTo(from)
    for (let column = from.column; column < to.column; column++) await this.press('Shift+ArrowRight')
    for (let row = from.row; row < to.row; row++) await this.press('Shift+ArrowDown')
  }

  /** To a cell by the keyboard alone. When another view comes meanwhile, the focus is gone, and one begins again. */
  async goTo({ column, row }: Place): Promise<void> {
    await until(`the focus in column ${column} of row ${row}`, async () => {
      await this.#canvas.focus()
      await this.press('Control+Home')
      for (let step = 0; step < column; step++) await this.press('ArrowRight')
      for (let step = 0; step < row; step++) await this.press('ArrowDown')
      await expect.poll(() => this.focused(), { timeout: PATIENCE_MS / 10 }).toEqual({ column, row })
      return true
    })
  }

  /** The cell with the focus, as the accessible table says. */
  async focused(): Promise<Place | null> {
    const id = await this.page
      .locator('[data-sheet] [role="gridcell"][aria-selected="true"]')
      .first()
      .getAttribute('id', { timeout: 1000 })
      .catch(() => null)
    const found = /^glide-cell-(\d+)-(\d+)$/.exec(id ?? '')
    return found ? { column: Number(found[1]) - 1, row: Number(found[2]) } : null
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: 'Cell', exact: true })
  }

  /**
   * Types over the cell with the focus and leaves it by `leave`. Resolves when the editor is closed. It types as people
   * do: the editor has the focus before the second letter, and the whole text before the last key.
   */
  async type(text: string, leave: 'Enter' | 'Tab' | 'Escape'): Promise<void> {
    await this.page.keyboard.type(text[0]!)
    await this.#holds(text[0]!)
    await this.page.keyboard.type(text.slice(1))
    await this.#holds(text)
    await this.press(leave)
    await this.editor.waitFor({ state: 'detached' })
  }

  async #holds(text: string): Promise<void> {
    await this.editor.waitFor()
    await this.page.waitForFunction((wanted) => {
      const field = document.activeElement
      return field?.getAttribute('aria-label') === 'Cell' && (field as HTMLTextAreaElement).value === wanted
    }, text)
  }

  async paste(table: string[][]): Promise<void> {
    const text = table.map((row) => row.join('\t')).join('\n')
    await this.page.evaluate((tsv) => navigator.clipboard.writeText(tsv), text)
    await this.press('Control+v')
  }

  /** What Ctrl+C brings into the clipboard. */
  async copy(): Promise<string[][]> {
    await this.page.evaluate(() => navigator.clipboard.writeText(''))
    await this.press('Control+c')
    const read = () => this.page.evaluate(() => navigator.clipboard.readText())
    await expect.poll(read).not.toBe('')
    return (await read()).split('\n').map((line) => line.split('\t'))
  }

  /** Resolves when the server has told this browser so. Call it before what causes the event. */
  hears(event: LiveEventName): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const late = setTimeout(
      () => reject(new Error(`${event} did not come within ${PATIENCE_MS / 1000} s`)),
      PATIENCE_MS,
    )
    const done = () => (clearTimeout(late), resolve())
    this.#waiting.set(event, [...(this.#waiting.get(event) ?? []), done])
    return promise
  }

  #hear(frame: string): void {
    const name = /^42\["([^"]+)"/.exec(frame)?.[1] as LiveEventName | undefined
    if (!name) return
    for (const done of this.#waiting.get(name) ?? []) done()
    this.#waiting.delete(name)
  }

  /**
   * Waits until the accessible table says so of these cells. It has what is on the screen, so the focus moves to the
   * first of them.
   */
  async shows(at: Place, table: string[][]): Promise<void> {
    await this.goTo(at)
    await expect.poll(() => this.read(at, table)).toEqual(table)
  }

  /** The texts of the accessible table, of as many cells as `like` has. */
  async read(at: Place, like: string[][]): Promise<string[][]> {
    return Promise.all(
      like.map((cells, row) =>
        Promise.all(
          cells.map(
            async (_, column) =>
              (await this.cell({ column: at.column + column, row: at.row + row }).textContent()) ?? '',
          ),
        ),
      ),
    )
  }

  /**
   * The next answer to a request of this browser. Then the page has taken it in and painted: the second frame begins
   * when the first one is done. Call it before what causes the request.
   */
  async answers(method: 'GET' | 'POST', path: '' | '/rows' | '/commands' | RegExp): Promise<void> {
    const base = `/api/v1/websets/${this.#websetId}`
    const isPath = (pathname: string) =>
      typeof path === 'string' ? pathname === base + path : pathname.startsWith(base) && path.test(pathname)
    const response = await this.page.waitForResponse(
      (answer) => answer.request().method() === method && isPath(new URL(answer.url()).pathname),
    )
    await response.finished()
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  }

  /** The names of the columns, from left to right. */
  async columnNames(): Promise<string[]> {
    const names = await this.page.locator('[data-sheet] [role="columnheader"]').allTextContents()
    return names.filter((name) => name !== '')
  }

  /** Another order of the view, by the address, as a link would. Null: the list’s own. */
  sort(by: string | null): Promise<void> {
    return this.#setView('sort', by)
  }

  /** Other rows in the view, by the address. Null: all. */
  filter(by: Filter | null): Promise<void> {
    return this.#setView('filter', by && JSON.stringify([by]))
  }

  async #setView(name: string, value: string | null): Promise<void> {
    await this.page.evaluate(
      ([key, text]) => {
        const address = new URL(location.href)
        if (text === null) address.searchParams.delete(key)
        else address.searchParams.set(key, text)
        history.pushState(history.state, '', address)
        dispatchEvent(new PopStateEvent('popstate', { state: history.state }))
      },
      [name, value] as const,
    )
  }

  /** Waits until everything is saved, and gives up what was refused. */
  async settle(): Promise<void> {
    const { page } = this
    await this.press('Escape')
    for (;;) {
      await page.getByText('Saving…').waitFor({ state: 'detached' })
      const discard = page.getByRole('button', { name: /^(?:Take theirs|Discard)/ })
      if (await discard.count()) await discard.first().click()
      else if ((await page.getByText('not saved yet').count()) === 0) return
    }
  }

  /** All cells as the API has them, as the sheet writes them, with the columns as they are now. */
  async table(): Promise<string[][]> {
    const { columns } = await this.#call(getWebset, { params: { id: this.#websetId } })
    return (await this.stored()).map(({ cells }) => columns.map(({ id }) => String(cells[id] ?? '')))
  }

  /** Waits until this browser shows these rows and columns and no more. */
  async showsTable(table: string[][]): Promise<void> {
    await this.page.getByText(`${table.length} rows`, { exact: true }).waitFor()
    // The accessible table has the rows on the screen, and the screen follows the focus down.
    for (let row = 0; row < table.length; row += ROWS_ON_SCREEN) {
      const part = table.slice(row, row + ROWS_ON_SCREEN)
      await this.goTo({ column: 0, row: row + part.length - 1 })
      await expect.poll(() => this.read({ column: 0, row }, part)).toEqual(part)
    }
  }

  /** The rows as the API has them, in the order of the sheet. */
  async stored(): Promise<Row[]> {
    return (await this.#call(listRows, { params: { id: this.#websetId }, query: { limit: 500 } })).rows
  }
}
