import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Runs fill tables from nothing to millions of rows within the minute that autovacuum sleeps. Without statistics the
 * planner then reads whole columns for a few cells. The application’s role owns no table and so may not analyze any.
 * This function does it for the tables that have grown.
 */
const FRESHEN = `
create function freshen_statistics() returns integer language plpgsql
  security definer set search_path = enrichify, pg_temp as $$
declare
  grown record;
  count integer := 0;
begin
  -- One process at a time; the others find nothing to do the next time.
  if not pg_try_advisory_xact_lock(719232402) then return 0; end if;
  for grown in
    select relname from pg_stat_user_tables
    where schemaname = 'enrichify'
      and relname in (
        'rows', 'cell_states', 'changes', 'evidence', 'captures', 'evidence_texts', 'run_batches', 'calls',
        'archive_pages'
      )
      and n_mod_since_analyze > 500 + 0.25 * n_live_tup
  loop
    execute format('analyze enrichify.%I', grown.relname);
    count := count + 1;
  end loop;
  return count;
end $$;`

export class Statistics1795256400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FRESHEN)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop function freshen_statistics()')
  }
}
