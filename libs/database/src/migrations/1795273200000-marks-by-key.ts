import type { MigrationInterface, QueryRunner } from 'typeorm'

const KEY = 'workspace_id, webset_id, row_id, column_id'

/**
 * A window shows the marks of its cells, and each cell has two kilobytes of candidates, pages and trace beside them.
 * The primary key includes what marks need, so that a window reads the key alone. For that, PostgreSQL must know which
 * pages have no open changes. Vacuum tells it, and so has to come early while a run fills a large table.
 */
const UP = `
alter table cell_states
  add column candidate_count smallint not null
    generated always as (least(jsonb_array_length(candidates), 32767)::smallint) stored,
  drop constraint cell_states_pkey,
  add primary key (${KEY}) include (state, empty_reason, candidate_count, stale, conflict, evidence_id),
  set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);`

const DOWN = `
alter table cell_states
  reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor),
  drop constraint cell_states_pkey,
  add primary key (${KEY}),
  drop column candidate_count;`

export class MarksByKey1795273200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
