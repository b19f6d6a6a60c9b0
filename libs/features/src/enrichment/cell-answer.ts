import type { RefreshResult, StoredCandidate } from '@enrichify/database'
import {
  READY_FACTS,
  factOf,
  isBetter,
  isConflict,
  isEnough,
  rungsOf,
  tellingReason,
  traceStep,
  type CellValue,
  type ColumnKind,
  type EmptyReason,
  type Rung,
  type StopRule,
  type TraceStep,
} from '@enrichify/domain'
import type { PlannedColumn } from './row-plan.ts'
import type { FoundValue, RungAnswer } from './rungs/rung.ts'

/** Kinds of columns that have one value per row: two different answers are a conflict. */
const SINGLE: ReadonlySet<ColumnKind> = new Set(['number', 'date', 'choice', 'boolean'])
const SINGLE_FACTS: ReadonlySet<string> = new Set(['founded', 'country', 'postal_code'])

export const JUDGED_WRONG = 'judged_wrong'

/** A candidate of which a person said that it is wrong. Whatever proves it, it is not proposed again. */
export function rejected(candidate: StoredCandidate): StoredCandidate {
  return { ...candidate, state: 'cited', reason: JUDGED_WRONG }
}

function wrongNote(note: string | null | undefined): string {
  return [note, 'A person marked this value as wrong.'].filter(Boolean).join(' · ')
}

/** The answer to one cell while its rungs are asked, from the first to the last. */
export class CellAnswer {
  readonly trace: TraceStep[] = []
  costMicros = 0
  best: FoundValue | null = null
  /** What a refresh found about the cell's earlier value. */
  contradicted: RefreshResult | null = null
  #reasons: EmptyReason[] = []
  #rivals: FoundValue[] = []
  readonly #left: Rung[]
  readonly #stop: StopRule

  constructor(
    readonly planned: PlannedColumn,
    private readonly isRejected: (value: CellValue) => boolean,
  ) {
    const { enrichment } = planned.column
    this.#left = rungsOf(enrichment)
    this.#stop = enrichment?.method === 'answer' ? enrichment.stop : 'cited'
  }

  /** The rung to ask next. Null: there are no more, or the answer is good enough. */
  get next(): Rung | null {
    return this.best && isEnough(this.best.state, this.#stop) ? null : (this.#left[0] ?? null)
  }

  /** Takes the next rung, and the ones after it that are compared together with it. */
  take(together: (rung: Rung) => boolean): Rung[] {
    const taken = [this.#left.shift()!]
    while (this.#left[0] && together(this.#left[0]) && together(taken[0]!)) taken.push(this.#left.shift()!)
    return taken
  }

  add({ found, empty, costMicros, trace }: RungAnswer): void {
    this.costMicros += costMicros
    if (empty) this.#reasons.push(empty)
    const before = this.best
    const isWrong = found !== null && this.#isWrong(found.value)
    if (found && isWrong) {
      this.#reasons.push('judged_wrong')
      this.#rivals.push({ ...found, candidates: found.candidates.map(rejected) })
    } else if (found) {
      if (!before || isBetter(found.state, before.state)) {
        if (before) this.#rivals.push(before)
        this.best = found
      } else this.#rivals.push(found)
    }
    const isBest = found !== null && this.best === found
    // An answer that is not good enough, or worse than an earlier one, is still shown.
    this.trace.push(
      ...trace.map((step) =>
        step.outcome === 'answered' && (!isBest || !isEnough(found.state, this.#stop))
          ? { ...step, outcome: 'weak' as const, ...(isWrong ? { note: wrongNote(step.note) } : {}) }
          : step,
      ),
    )
  }

  /** What is computed from cells is what it is: it claims no proof that a verdict could outweigh. */
  #isWrong(value: CellValue): boolean {
    const method = this.planned.column.enrichment?.method
    return method !== 'formula' && method !== 'score' && this.isRejected(value)
  }

  /** The last weak step that gave the value counts as the answer after all. */
  finish(): void {
    for (const rung of this.#left)
      this.trace.push(traceStep(rung.kind, 'skipped', { note: 'The answer so far is good enough.' }))
    const source = this.best && this.trace.findLast((step) => step.outcome === 'weak' || step.outcome === 'answered')
    if (source && !this.trace.some((step) => step.outcome === 'answered'))
      this.trace[this.trace.indexOf(source)] = { ...source, outcome: 'answered' }
  }

  get empty(): EmptyReason {
    return tellingReason(this.#reasons)
  }

  get candidates(): StoredCandidate[] {
    return [...(this.best?.candidates ?? []), ...this.#rivals.flatMap(({ candidates }) => candidates)]
  }

  get evidence(): FoundValue['evidence'] {
    return [...(this.best?.evidence ?? []), ...this.#rivals.flatMap(({ evidence }) => evidence)]
  }

  get conflict(): boolean {
    const { column } = this.planned
    const fact = factOf(column.enrichment)
    if (column.enrichment?.method === 'score' || (fact !== null && READY_FACTS[fact].many)) return false
    const standing = this.candidates.filter(({ reason }) => reason !== JUDGED_WRONG)
    return isConflict(standing, fact ? SINGLE_FACTS.has(fact) : SINGLE.has(column.kind))
  }
}
