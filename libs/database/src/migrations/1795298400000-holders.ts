import type { MigrationInterface, QueryRunner } from 'typeorm'

/** Processes say that they live, so that what a dead one held is free at once and not after a time-out. */
const PROCESSES = `
create table processes (
  id uuid primary key,
  seen_at timestamptz not null default now()
)`

/** A batch counts the workers that died over it. After two, its rows are noted one by one. */
const BATCHES = `
alter table run_batches
  add column holder uuid,
  add column deaths integer not null default 0,
  add column trying_row_id bigint`

export class Holders1795298400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROCESSES)
    await runner.query('alter table calls add column holder uuid')
    await runner.query(BATCHES)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table run_batches drop column holder, drop column deaths, drop column trying_row_id')
    await runner.query('alter table calls drop column holder')
    await runner.query('drop table processes')
  }
}
