import type { Applied, CommandBody, ImportJob, Refusal, SheetChange } from '@enrichify/contracts'
import { randomId } from '../api/random-id.ts'
import type { CellRef } from '../sheet/sheet-types.ts'
import { errorText } from '../ui/error-text.ts'
import { Listeners } from '../ui/listeners.ts'
import { ColumnAuthors } from './column-authors.ts'
import { CommandQueue, TakenOut, type QueuedStep } from './command-queue.ts'
import type { DocumentListener, DocumentOptions, Missed, RunOptions } from './document-options.ts'
import { PendingCells, type PendingCell } from './pending-cells.ts'
import { RowCache } from './row-cache.ts'
import { schedule, type Schedule } from './schedule.ts'
import { clientId, readMissed, sendStep } from './send-step.ts'
import { StepToasts } from './step-toasts.ts'
import { StoredRefusals } from './stored-refusals.ts'
import { VersionLog } from './version-log.ts'
import type { ViewRows } from './view-rows.ts'
import { VisitHistory, type Step } from './visit-history.ts'
import { leavingRows } from './waiting-changes.ts'

type Distribute<T> = T extends { kind: infer K; payload: infer P } ? { kind: K; payload: P } : never
export type CommandInput = Distribute<CommandBody>

/** How long an event may be overtaken by later ones before it counts as lost. */
const GAP_MS = 400

/** One open webset, outside React: its rows, what is typed and not saved, what was done, and how far it has seen. */
export class SheetDocument {
  readonly websetId: string
  readonly #userId: string
  readonly cache = new RowCache()
  readonly pending = new PendingCells()
  readonly history = new VisitHistory()
  readonly toasts = new StepToasts()
  readonly columnAuthors = new ColumnAuthors()
  readonly queue: CommandQueue
  readonly #refusals: StoredRefusals
  readonly #versions: VersionLog
  readonly #listener: DocumentListener
  readonly #schedule: Schedule
  readonly #missed: (after: number) => Promise<Missed>
  #rows: ViewRows | null = null
  /** Columns that decide which rows the view has and where; null: all of them. */
  #deciding: ReadonlySet<string> | null = new Set()
  readonly #toldElsewhere = new Set<string>()
  readonly #tookBack = new Listeners()
  /** The person has taken a step back, or done one again. */
  onTookBack = this.#tookBack.subscribe
  #isCatchingUp = false
  #hasLeaving = false
  #isLeaving = leavingRows([])
  #stopGap: (() => void) | null = null

  constructor(options: DocumentOptions) {
    const { websetId } = options
    this.websetId = websetId
    this.#userId = options.userId
    this.#refusals = new StoredRefusals(options.refusalStore, this.pending)
    this.#listener = options.listener
    this.#schedule = options.schedule ?? schedule
    this.#versions = new VersionLog(options.version)
    this.#missed = options.missed ?? ((after) => readMissed(websetId, after))
    const send = options.send ?? ((step: QueuedStep, actionId: string | null) => sendStep(websetId, step, actionId))
    this.queue = new CommandQueue({ store: options.store, send, schedule: this.#schedule })
    this.queue.subscribe(() => {
      const steps = this.queue.steps()
      const hadAny = this.#hasLeaving
      this.#hasLeaving = steps.some((step) => step.kind === 'command' && step.body.kind === 'rows.delete')
      this.#isLeaving = leavingRows(steps)
      if (hadAny || this.#hasLeaving) this.#rows?.repaintAll()
    })
  }

  /** Everything up to this version is in what the page shows. */
  get version(): number {
    return this.#versions.seen
  }

  /** The rows on the screen from now on. */
  show(rows: ViewRows, deciding: ReadonlySet<string> | null): void {
    this.#rows = rows
    this.#deciding = deciding
  }

  /** Something that was typed is not saved: it waits, or it was refused. */
  get hasUnsaved(): boolean {
    return this.queue.status().waiting > 0 || this.pending.refusals().length > 0
  }

  /** The row will be deleted, and the server has not answered yet. */
  isLeaving(rowId: number): boolean {
    return this.#isLeaving(rowId, this.#rows?.orderId ?? null)
  }

  /** Brings back what an earlier visit could not send, and what was refused. Resolves with how much is sent now. */
  async restore(): Promise<number> {
    const steps = await this.queue.restore((step, answer) => {
      if (step.kind === 'command') this.pending.add(step.id, step.cells)
      void answer.then(
        (applied) => this.#took(step, applied),
        (error: unknown) => this.#lost(step, error),
      )
    })
    this.#rows?.repaint(await this.#refusals.restore())
    this.#rows?.reread()
    return steps.length
  }

  /**
   * Makes a change: shown at once, sent in its turn.
   * @param cells what it looks like until the answer
   * @param baseVersion what the person saw; left out: what the page shows now
   * @param stepId what the person did at once, when it is sent as several commands
   * @param told the caller tells the person when it is refused
   * @returns rejects when it was refused as a whole; the cells then say so
   */
  run(
    { kind, payload }: CommandInput,
    { cells = [], baseVersion = this.version, told = false, makes, stepId }: RunOptions = {},
  ): { id: string; answer: Promise<Applied> } {
    const id = randomId()
    const body = { kind, payload, commandId: id, clientId, baseVersion, ...(stepId ? { stepId } : {}) } as CommandBody
    const step: QueuedStep = { kind: 'command', id, body, cells, ...(makes ? { makes } : {}) }
    this.pending.add(id, cells)
    if (told) this.#toldElsewhere.add(id)
    this.#rows?.repaint(cells)
    return { id, answer: this.#follow(step) }
  }

  /**
   * Takes a step back, or does it again.
   * @returns `ids`: in the queue; `answers`: what the server did, in the order of its commands
   */
  revert(
    kind: 'undo' | 'redo',
    { commandIds }: Step,
    /** Called when all is answered, before the next step is sent. */
    onAnswers: (answers: readonly Applied[]) => void = () => undefined,
  ): { ids: string[]; answers: Promise<Applied[]> } {
    const order = kind === 'undo' ? commandIds.toReversed() : commandIds
    const steps = order.map((of) => ({ kind, id: randomId(), of, actionId: this.queue.actionOf(of) ?? null }))
    const given: Applied[] = []
    const take = (applied: Applied) => void (given.push(applied) === steps.length && onAnswers(given))
    const answers = Promise.all(steps.map((step) => this.#follow(step, take)))
    return { ids: steps.map(({ id }) => id), answers }
  }

  /** An action was taken back or done again by its id. */
  reverted(actionId: string): void {
    this.toasts.closeCommand((commandId) => this.queue.actionOf(commandId) === actionId)
  }

  /** Cells changed that no event names. */
  reread(): void {
    this.#rows?.reread()
  }

  /** An import that the person started in this visit has ended: it is the last thing that was done. */
  imported({ id, fileName, action }: Pick<ImportJob, 'id' | 'fileName' | 'action'>): void {
    if (!action || action.isUndone || this.queue.actionOf(id) !== undefined) return
    this.queue.know(id, action.id)
    this.history.did({ commandIds: [id], label: `importing ${fileName}`, size: action.size })
    this.toasts.closeRedo()
  }

  /** Events, in any order. */
  receive(changes: readonly SheetChange[]): void {
    for (const change of changes) if (this.#versions.take(change.version)) this.#apply(change)
    if (!this.#versions.hasGap || this.#stopGap) return
    this.#stopGap = this.#schedule(() => {
      this.#stopGap = null
      if (this.#versions.hasGap) void this.catchUp()
    }, GAP_MS)
  }

  /** Asks for what was missed. */
  async catchUp(): Promise<void> {
    if (this.#isCatchingUp) return
    this.#isCatchingUp = true
    try {
      const { version, changed, rows, columns, total } = await this.#missed(this.#versions.seen)
      if (changed === null) this.#rows?.reread()
      else if (changed.length > 0) {
        this.cache.put(changed, version)
        this.#rows?.repaintAll()
        if (this.#deciding === null || this.#deciding.size > 0) this.#rows?.renew()
      }
      if (rows) this.#rows?.renew()
      if (columns) this.#listener.onColumns()
      this.#listener.onTotal(total)
      this.#listener.onReverted(null)
      this.#versions.catchUp(version)
    } catch {
      // The connection is away again: the next time it is there, everything since then is asked for.
    } finally {
      this.#isCatchingUp = false
    }
  }

  #follow(step: QueuedStep, onAnswer: (applied: Applied) => void = () => undefined): Promise<Applied> {
    const answer = this.queue.add(step)
    return answer.then(
      (applied) => {
        this.#took(step, applied)
        onAnswer(applied)
        return applied
      },
      (error: unknown) => {
        this.#lost(step, error)
        throw error
      },
    )
  }

  #took(step: QueuedStep, { actionId, version, size, cells, columns, refused }: Applied): void {
    const mine = this.#settle(step)
    if (cells) this.#rows?.patch(cells, version, null)
    else this.#rows?.reread()
    if (step.kind === 'command') {
      if (actionId === null) this.history.forget(step.id)
      this.history.measured(step.id, size)
      this.#refuse(mine, refused)
      const { kind } = step.body
      if (kind.startsWith('rows.')) this.#rows?.renew()
      if (kind === 'rows.delete' && step.body.payload.rows.kind === 'ids')
        this.#rows?.remove(step.body.payload.rows.ids)
      if (kind === 'column.update' && !this.#toldElsewhere.has(step.id))
        for (const { detail } of refused) this.#listener.onProblem(`${detail} Your change was not saved.`)
      if (columns.length > 0 || !/^(?:cells|rows)\./.test(kind)) this.#listener.onColumns()
    } else {
      // What it brought back or took away may be rows and columns.
      this.#rows?.renew()
      this.#listener.onColumns()
      this.#listener.onCells(cells ?? [])
      this.#listener.onReverted(actionId)
      this.#tookBack.tell()
    }
    if (cells && this.#decides(cells)) this.#rows?.renew()
    this.#rows?.repaint(mine)
  }

  #lost(step: QueuedStep, error: unknown): void {
    if (step.kind !== 'command') return
    const mine = this.#settle(step)
    this.history.forget(step.id)
    if (!(error instanceof TakenOut)) {
      const reason = `could not be saved: ${errorText(error)}`
      this.pending.refuse(mine.map((cell) => ({ ...cell, reason, theirs: null, isGone: false })))
      if (mine.length === 0 && !this.#toldElsewhere.has(step.id)) this.#listener.onProblem(errorText(error))
    }
    this.#rows?.repaint(mine)
  }

  /** The cells of the step, in rows as the server knows them. */
  #settle(step: QueuedStep): PendingCell[] {
    const cells = step.kind === 'command' ? this.pending.settle(step.id) : []
    return cells.map((cell) => ({ ...cell, rowId: this.queue.rowOf(cell.rowId) }))
  }

  #refuse(cells: readonly PendingCell[], refused: readonly Refusal[]): void {
    const found = refused.flatMap(({ rowId, columnId, reason, detail, theirs }) => {
      const cell = cells.find((mine) => mine.rowId === rowId && mine.columnId === columnId)
      return cell ? [{ ...cell, reason: detail, theirs, isGone: reason === 'gone' }] : []
    })
    this.pending.refuse(found)
  }

  #apply({ version, clientId: origin, by: name, userId, cells, rows, columns, reverted, total }: SheetChange): void {
    const isMine = origin === clientId
    const by = userId === this.#userId ? 'You, in another tab,' : name
    if (cells === null) this.#rows?.reread()
    else {
      this.#rows?.patch(cells, version, isMine ? null : { by })
      if (cells.length > 0) this.#listener.onCells(cells)
      if (!isMine && this.#decides(cells)) this.#rows?.renew()
    }
    if (rows !== null) {
      // As long as the order is held, the places of those that are gone say so.
      if (rows === 'many') this.#rows?.reread()
      else {
        this.#rows?.remove(rows.removed)
        this.#rows?.bringBack(rows.added)
      }
      if (!isMine) this.#rows?.renew()
    }
    if (columns && !isMine) {
      this.columnAuthors.add(version, by)
      this.#listener.onColumns()
    }
    if (total !== null) this.#listener.onTotal(total)
    if (reverted === null) return
    this.#listener.onReverted(reverted)
    if (!isMine) this.reverted(reverted)
  }

  #decides(cells: readonly CellRef[]): boolean {
    const deciding = this.#deciding
    return cells.some(({ columnId }) => deciding === null || deciding.has(columnId))
  }
}
