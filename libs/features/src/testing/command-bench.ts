import { randomUUID } from 'node:crypto'
import type { Applied, CommandBody, CommandKind, SheetChange } from '@enrichify/contracts'
import { Database } from '@enrichify/database'
import type { Principal, Role } from '@enrichify/domain'
import { LiveEmitter } from '@enrichify/platform'
import { afterAll, beforeAll, beforeEach, vi } from 'vitest'
import { LiveService } from '../live/live.service.ts'
import { CellWriter } from '../websets/cell-writer.ts'
import type { RunCell } from '../websets/cell-writes.ts'
import { CommandsService } from '../websets/commands.service.ts'
import { WebsetsService } from '../websets/websets.service.ts'
import { openTestServices, type TestServices } from './open-test-services.ts'
import { runCell } from './run-cell.ts'

type PayloadOf<K extends CommandKind> = Extract<CommandBody, { kind: K }>['payload']
type More = Partial<Pick<CommandBody, 'commandId' | 'clientId' | 'baseVersion' | 'stepId'>>

export interface Sheet {
  websetId: string
  /** Ids of columns: plain text, plain number, a ready fact, a formula over `name`. */
  name: string
  size: string
  phone: string
  shout: string
}

type AnySheet = Pick<Sheet, 'websetId'>

/** For specs of commands: sheets, people who change them, and what a sheet is in full. */
export function useCommandBench() {
  let services: TestServices
  let heard: { websetId: string; change: SheetChange }[]
  beforeAll(async () => {
    services = await openTestServices({ DATABASE_POOL: 24 })
    vi.spyOn(services.get(LiveEmitter), 'emit').mockImplementation((_room, name, payload) => {
      if (name !== 'sheet.changed') return
      const { websetId, changes } = payload as { websetId: string; changes: SheetChange[] }
      heard.push(...changes.map((change) => ({ websetId, change })))
    })
  })
  afterAll(() => services.close())
  beforeEach(() => {
    // What is still gathered belongs to the test before.
    services.get(LiveService).flush()
    heard = []
  })

  const member = (role?: Role, of?: Principal) => services.createMember(role, of?.workspaceId)
  const query = (who: Principal, sql: string, parameters: unknown[] = []) =>
    services.get(Database).inScope(who, (tx) => tx.query(sql, parameters))

  /** Rows 1…`count`: “Firm 1”, 10; “Firm 2”, 20; … with phones and shouts that a run found. */
  async function openSheet(who: Principal, count = 5): Promise<Sheet> {
    const websets = services.get(WebsetsService)
    const { id: websetId } = await websets.create(who, {
      name: 'Firms',
      columns: [
        { name: 'Name', kind: 'text' },
        { name: 'Size', kind: 'number' },
      ],
    })
    const phone = await websets.addColumn(who, websetId, { fact: 'phone' })
    const shout = await websets.addColumn(who, websetId, {
      name: 'Shout',
      plan: { method: 'formula', formula: 'UPPER({Name})', condition: null },
    })
    await run(who, websetId, 'rows.add', {
      rows: Array.from({ length: count }, (_, at) => ({ c1: `Firm ${at + 1}`, c2: (at + 1) * 10 })),
    })
    const sheet = { websetId, name: 'c1', size: 'c2', phone: phone.id, shout: shout.id }
    await byRun(
      who,
      websetId,
      Array.from({ length: count }, (_, at) => at + 1).flatMap((rowId) => [
        {
          rowId,
          columnId: phone.id,
          value: `+1415555010${rowId % 10}`,
          state: 'cited',
          empty: null,
          conflict: true,
          inputHash: `phone ${rowId}`,
          candidates: [
            { value: rowId, state: 'cited', evidenceId: null, reason: null, pages: 1, source: 'patterns:text' },
          ],
          pages: [{ url: 'https://a.example/', outcome: 'read', captureId: null }],
        },
        { rowId, columnId: shout.id, value: `FIRM ${rowId}`, state: 'asserted', empty: null, inputHash: 'shout' },
      ]),
    )
    services.get(LiveService).flush()
    heard = []
    return sheet
  }

  /** A run that writes these cells. */
  const byRun = (who: Principal, websetId: string, cells: Partial<RunCell>[]) =>
    services
      .get(Database)
      .inScope(who, (tx) => services.get(CellWriter).writeByRun(tx, websetId, randomUUID(), cells.map(runCell)))

  function run<K extends CommandKind>(
    who: Principal,
    websetId: string,
    kind: K,
    payload: PayloadOf<K>,
    more: More = {},
  ): Promise<Applied> {
    const command = { kind, payload, commandId: randomUUID(), ...more } as unknown as CommandBody
    return services.get(CommandsService).run(who, websetId, command)
  }
  const edit = (who: Principal, { websetId }: Sheet, rowId: number, columnId: string, text: string, more: More = {}) =>
    run(who, websetId, 'cells.edit', { edits: [{ rowId, columnId, text }] }, more)
  const undo = (who: Principal, { websetId }: AnySheet, { actionId }: Pick<Applied, 'actionId'>, clientId?: string) =>
    services.get(CommandsService).undo(who, websetId, actionId!, { clientId })
  const redo = (who: Principal, { websetId }: AnySheet, { actionId }: Pick<Applied, 'actionId'>, clientId?: string) =>
    services.get(CommandsService).redo(who, websetId, actionId!, { clientId })
  const version = async (who: Principal, { websetId }: AnySheet) =>
    (await services.get(WebsetsService).get(who, websetId)).version

  /** All that a sheet is, as it is stored, and what is in its trash. Versions and times are not part of it. */
  async function snapshot(who: Principal, { websetId }: AnySheet) {
    const read = (sql: string) => query(who, sql, [websetId])
    const columns = `select id, name, kind, position, width, settings, enrichment from columns where webset_id = $1`
    const rows = 'select id, cells from rows where webset_id = $1'
    return {
      sheet: {
        webset: await read('select name, row_count from websets where id = $1'),
        columns: await read(`${columns} and deleted_at is null order by position`),
        rows: await read(`${rows} and deleted_at is null order by id`),
        cells: await read(
          `select row_id, column_id, state, empty_reason, evidence_id, run_id, candidates, pages, trace, input_hash,
             stale, conflict, checked_at
           from cell_states
           where webset_id = $1
           order by row_id, column_id`,
        ),
        verdicts: await read(
          `select id, row_id, column_id, verdict, value, evidence_id, source, user_id, at
           from verdicts
           where webset_id = $1
           order by id`,
        ),
      },
      trash: {
        columns: await read(`${columns} and deleted_at is not null order by position`),
        rows: await read(`${rows} and deleted_at is not null order by id`),
        counted: await read('select deleted_rows from websets where id = $1'),
        gaps: await read('select block, deleted from row_gaps where webset_id = $1 and deleted <> 0 order by block'),
      },
    }
  }

  /** What watchers of a webset were told since the test began, or since the sheet was opened. */
  function told(websetId: string): SheetChange[] {
    services.get(LiveService).flush()
    return heard.filter((each) => each.websetId === websetId).map(({ change }) => change)
  }

  return {
    get services() {
      return services
    },
    member,
    query,
    openSheet,
    byRun,
    run,
    edit,
    undo,
    redo,
    version,
    snapshot,
    told,
  }
}
