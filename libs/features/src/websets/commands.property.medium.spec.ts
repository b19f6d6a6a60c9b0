import type { Applied, CommandKind } from '@enrichify/contracts'
import { COLUMN_TYPES, type ColumnKind, type Principal } from '@enrichify/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { useCommandBench, type Sheet } from '../testing/command-bench.ts'
import type { ModelAction, ModelOutcome } from '../testing/sheet-model-parts.ts'
import { SheetModel } from '../testing/sheet-model.ts'
import { RowsService } from './rows.service.ts'
import { TrashService } from './trash.service.ts'
import { WebsetsService } from './websets.service.ts'

/** More of both for a longer search: `COMMAND_RUNS=50 COMMAND_STEPS=400`. A failure names its seed. */
const RUNS = Number(process.env.COMMAND_RUNS ?? 2)
const STEPS = Number(process.env.COMMAND_STEPS ?? 60)
const SEED = Number(process.env.COMMAND_SEED ?? 20_261_120)

const bench = useCommandBench()
const { member, openSheet, run, undo, redo, snapshot } = bench

type Draw = ReturnType<ReturnType<typeof fc.gen>['generate']>['value']
const TEXTS = ['Alder', 'Birch', '', '12', '007', 'many']
const PHONES = ['+1 415 555 0188', '', 'no number']

/** Two people in one sheet, and the model of it. */
class Play {
  readonly model = new SheetModel()
  #names = 0
  /** The model knows nothing of what came before. */
  #first = 0

  constructor(
    readonly sheet: Sheet,
    readonly people: Record<string, Principal>,
    readonly draw: Draw,
  ) {}

  static async open(draw: Draw): Promise<Play> {
    const ada = await member()
    const people = { ada, bob: await member('editor', ada) }
    const play = new Play(await openSheet(ada), people, draw)
    await play.#learn()
    return play
  }

  /** The model begins with what the sheet is. */
  async #learn(): Promise<void> {
    const { model, sheet } = this
    const { rows, columns, name, version } = await this.read()
    Object.assign(model, { name, version })
    this.#first = version
    model.columns = columns.map((column) => ({ ...column, isDeleted: false }))
    for (const { id, cells, states } of rows) {
      const known = Object.keys(cells).map((columnId): [string, { value: never; state: never }] => [
        columnId,
        { value: cells[columnId] as never, state: (states[columnId] ?? null) as never },
      ])
      model.rows.set(id, { id, isDeleted: false, cells: new Map(known) })
    }
    expect([model.rows.size, model.columns.length, sheet.phone]).toEqual([5, 4, 'c3'])
  }

  /** What the API says. */
  async read() {
    const { ada } = this.people
    const { websetId } = this.sheet
    const webset = await bench.services.get(WebsetsService).get(ada!, websetId)
    const { rows, total } = await bench.services.get(RowsService).window(ada!, websetId, { limit: 500 })
    const trash = await bench.services.get(TrashService).list(ada!, websetId)
    return {
      name: webset.name,
      version: webset.version,
      total,
      columns: webset.columns.map(({ id, name, kind, enrichment }) => ({
        id,
        name,
        kind,
        isAnswered: enrichment !== null,
      })),
      rows: rows.map(({ id, cells, marks }) => ({
        id,
        cells,
        states: Object.fromEntries(Object.entries(marks).map(([columnId, { state }]) => [columnId, state])),
      })),
      trash: {
        rows: trash.rows.map(({ id }) => id).toSorted((a, b) => a - b),
        columns: trash.columns.map(({ id }) => id).toSorted(),
      },
    }
  }

  /** The same as the model has it. */
  expected(): Awaited<ReturnType<Play['read']>> {
    const { model } = this
    const columns = model.visible
    const rows = [...model.rows.values()]
    const part = <T>(of: (columnId: string) => T | null) =>
      Object.fromEntries(columns.map((column) => [column.id, of(column.id)] as const).filter(([, one]) => one !== null))
    const live = rows.filter(({ isDeleted }) => !isDeleted)
    return {
      name: model.name,
      version: model.version,
      total: live.length,
      columns: columns.map(({ id, name, kind, isAnswered }) => ({ id, name, kind, isAnswered })),
      rows: live.map(({ id }) => ({
        id,
        cells: part((columnId) => model.cell(id, columnId).value) as never,
        states: part((columnId) => model.cell(id, columnId).state) as never,
      })),
      trash: {
        rows: rows.flatMap(({ id, isDeleted }) => (isDeleted ? [id] : [])),
        columns: model.columns.flatMap(({ id, isDeleted }) => (isDeleted ? [id] : [])).toSorted(),
      },
    }
  }

  one<T>(list: readonly T[]): T {
    return list[this.number(0, list.length - 1)]!
  }
  number(min: number, max: number): number {
    return this.draw(fc.integer, { min, max })
  }
  some<T>(list: readonly T[], most: number): T[] {
    return [...new Set(Array.from({ length: this.number(1, most) }, () => this.one(list)))]
  }

  /** Some command by one of the two, and what the model makes of it. */
  async act(): Promise<void> {
    const by = this.one(Object.keys(this.people))
    const { model } = this
    const base = this.one([null, null, Math.max(this.#first, model.version - this.number(0, 6))])
    const send = async <K extends CommandKind>(
      kind: K,
      payload: Parameters<typeof run<K>>[3],
      work: () => number,
      column: ModelAction['column'] = null,
    ): Promise<void> => {
      const more = { clientId: by, ...(base !== null && { baseVersion: base }) }
      const answer = await run(this.people[by]!, this.sheet.websetId, kind, payload, more)
      this.#compare(kind, answer, model.act(by, answer.actionId ?? '', work, column))
    }
    const rowIds = [...model.rows.keys(), 999]
    const columnIds = model.columns.map(({ id }) => id)
    const { visible } = model
    const deleted = model.columns.filter(({ isDeleted }) => isDeleted)
    const plain = visible.filter(({ isAnswered }) => !isAnswered)
    const ids = this.some(rowIds, 4)
    const rows = { kind: 'ids' as const, ids }
    switch (this.number(0, 13)) {
      case 0:
        return send('rows.add', { rows: [{ c1: 'New' }, {}] }, () => {
          const isText = model.column('c1')?.kind === 'text'
          if (!isText) model.refuse()
          return model.addRow(isText ? { c1: 'New' } : {}) + model.addRow({})
        })
      case 1:
        return send('rows.delete', { rows }, () => model.moveRows(ids, true))
      case 2:
        return send('rows.restore', { rows }, () => model.moveRows(ids, false))
      case 3:
        return send('rows.restore', { rows: null }, () => model.moveRows(model.rows.keys(), false))
      case 4: {
        const name = `Column ${++this.#names}`
        return send('column.add', { name, kind: 'text' }, () => model.addColumn(name, 'text'))
      }
      case 5: {
        if (visible.length < 3) return
        const { id } = this.one(visible)
        return send('column.delete', { columnId: id }, () => model.moveColumns([id], true))
      }
      case 6: {
        if (deleted.length === 0) return
        const { id } = this.one(deleted)
        return send('column.restore', { columnId: id }, () => model.moveColumns([id], false))
      }
      case 7: {
        const name = this.one(['Firms', 'Customers'])
        return send('webset.rename', { name }, () => model.rename(name))
      }
      case 8:
      case 9: {
        const { id, isAnswered } = this.one([...visible, ...plain])
        const position = this.number(0, visible.length - 1)
        const change: { name?: string; kind?: ColumnKind; position?: number } = {
          ...(this.number(0, 2) === 0 && { name: this.one(['Name', 'Firm']) }),
          ...(!isAnswered && this.number(0, 1) === 0 && { kind: this.one(['text', 'number']) }),
          ...(this.number(0, 1) === 0 && { position }),
        }
        const before = visible.findIndex((column) => column.id === id)
        const isMoved = change.position !== undefined && change.position !== before
        return send('column.update', { columnId: id, change }, () => model.updateColumn(by, id, change), {
          id,
          isMoved,
        })
      }
      case 10: {
        const wanted = this.some([...columnIds, 'c99'], 3)
        return send('cells.clear', { rows, columnIds: wanted }, () => this.#clear(by, ids, wanted, base))
      }
      default: {
        const edits = ids.flatMap((rowId) =>
          this.some(columnIds, 2).map((columnId) => ({
            rowId,
            columnId,
            ...(this.number(0, 4) === 0
              ? { release: true }
              : { text: this.one(model.column(columnId)?.kind === 'phone' ? PHONES : TEXTS) }),
          })),
        )
        return send('cells.edit', { edits }, () => edits.reduce((size, edit) => size + this.#edit(by, edit, base), 0))
      }
    }
  }

  #clear(by: string, rowIds: number[], columnIds: string[], base: number | null): number {
    const { model } = this
    const columns = columnIds.flatMap((id) => model.column(id) ?? [])
    for (let missing = columnIds.length - columns.length; missing > 0; missing--) model.refuse()
    let size = 0
    for (const rowId of rowIds)
      for (const { id, isAnswered } of columns)
        if (model.rows.get(rowId)?.isDeleted === false && model.cell(rowId, id).value !== null)
          size += model.write(by, rowId, id, { value: null, state: isAnswered ? 'human' : null }, base)
    return size
  }

  #edit(
    by: string,
    { rowId, columnId, text, release }: { rowId: number; columnId: string; text?: string; release?: boolean },
    base: number | null,
  ): number {
    const { model } = this
    const column = model.column(columnId)
    if (!column) return model.refuse()
    const { value } = model.cell(rowId, columnId)
    if (release) return model.write(by, rowId, columnId, { value, state: null }, base)
    const parsed = COLUMN_TYPES[column.kind].parse(text!, {})
    if (!parsed.ok) return model.refuse()
    return model.write(by, rowId, columnId, { value: parsed.value, state: column.isAnswered ? 'human' : null }, base)
  }

  async turn(
    action: ModelAction,
    direction: 'undo' | 'redo',
    by = this.one(Object.keys(this.people)),
  ): Promise<Applied> {
    const answer = await { undo, redo }[direction](this.people[by]!, this.sheet, { actionId: action.id }, by)
    this.#compare(direction, answer, this.model[direction](by, action))
    return answer
  }

  #compare(what: string, { size, version, refused }: Applied, outcome: ModelOutcome): void {
    expect([what, { size, refused: refused.length }]).toEqual([what, outcome])
    if (size > 0) expect([what, version]).toEqual([what, this.model.version])
  }

  async check(): Promise<void> {
    expect(await this.read()).toEqual(this.expected())
  }
}

describe('whatever two people do', () => {
  it('the sheet is what the model says after each step, with undo and redo of anything in between', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const play = await Play.open(draw)
        for (let step = 0; step < STEPS; step++) {
          const known = play.model.actions
          if (known.length > 0 && play.number(0, 2) === 0) await play.turn(play.one(known), play.one(['undo', 'redo']))
          else await play.act()
          await play.check()
        }
      }),
      { numRuns: RUNS, seed: SEED, endOnFailure: true },
    )
  })

  it('undoing everything in reverse gives the first state back, bit for bit, and redoing it the last one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.gen(), async (draw) => {
        const play = await Play.open(draw)
        const { ada } = play.people
        const first = (await snapshot(ada!, play.sheet)).sheet
        for (let step = 0; step < STEPS / 2; step++) await play.act()
        const last = (await snapshot(ada!, play.sheet)).sheet
        const done = [...play.model.actions]
        for (let round = 0; round < 2; round++) {
          for (const action of done.toReversed()) expect((await play.turn(action, 'undo')).refused).toEqual([])
          expect((await snapshot(ada!, play.sheet)).sheet).toEqual(first)
          for (const action of done) expect((await play.turn(action, 'redo')).refused).toEqual([])
          expect((await snapshot(ada!, play.sheet)).sheet).toEqual(last)
        }
        await play.check()
      }),
      { numRuns: RUNS, seed: SEED + 1, endOnFailure: true },
    )
  })
})
