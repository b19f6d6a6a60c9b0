/**
 * Every place where a process may die without losing anything. The drill kills at each of them. `CRASH_AT` names one,
 * and how often to pass it before.
 */
export const CRASH_POINTS = [
  'outbox_before_add',
  'outbox_after_add',
  'batch_before_claim',
  'batch_in_claim',
  'batch_after_claim',
  'row_before_reading',
  'row_after_reading',
  'row_before_model',
  'row_after_model',
  'call_before_reserve',
  'call_in_reserve_inserted',
  'call_in_reserve_held',
  'call_after_reserve',
  'call_after_limiter',
  'call_in_dispatch',
  'call_after_dispatch',
  'call_request_sent',
  'call_answer_begun',
  'call_answered',
  'call_in_settle_end',
  'call_after_settle',
  'call_before_release',
  'call_after_release',
  'rows_before_write',
  'rows_in_write_held',
  'rows_in_write_cells',
  'rows_in_write_end',
  'rows_after_write',
  'batch_before_finish',
  'batch_in_finish_closed',
  'batch_in_finish_end',
  'batch_after_finish',
] as const
export type CrashPoint = (typeof CRASH_POINTS)[number]

let planned: { point: string; passes: number } | null = null

/** For drills: `point` or `point:n`, which dies at the n-th pass. */
export function planCrash(text: string | undefined): void {
  if (!text) return
  const [point = '', passes = '1'] = text.split(':')
  if (!(CRASH_POINTS as readonly string[]).includes(point)) throw new Error(`CRASH_AT names no crash point: ${point}`)
  planned = { point, passes: Number(passes) }
}

/** Dies here, as after `kill -9`, if the drill says so. Otherwise does nothing. */
export function crashPoint(point: CrashPoint): void {
  if (planned?.point === point && --planned.passes <= 0) process.kill(process.pid, 'SIGKILL')
}
