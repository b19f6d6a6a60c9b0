import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * One number orders all that happens in a webset. A transaction that changes a webset raises its version once, as one
 * of its last statements, and everything that it wrote carries that number. An action has the id of its command, so
 * that a command that is sent twice has one effect. What came before this migration has version 0.
 */
const UP = `
alter table websets
  add column version bigint not null default 0,
  -- The version that last added, deleted or brought back rows; and columns, or the webset itself.
  add column rows_version bigint not null default 0,
  add column columns_version bigint not null default 0;
alter table changes add column version bigint not null default 0;
create index changes_by_version on changes (workspace_id, webset_id, version);
alter table actions
  add column version bigint not null default 0,
  add column command_id uuid,
  add column client_id text,
  -- How many cells, rows or columns it changed. Of earlier actions it is not known; they can be taken back.
  add column size bigint not null default 1,
  -- What it did not change, and why: a command that is repeated gets the same answer.
  add column refused jsonb not null default '[]',
  -- The action that this one takes back or repeats.
  add column of_action uuid;
alter table actions alter column size set default 0;
-- Sets of rows are ranges now: a million neighbours are one pair.
update actions
set payload = jsonb_build_object('ranges', (
  select '{' || coalesce(string_agg(format('[%s,%s]', e.row_id, e.row_id), ','), '') || '}'
  from jsonb_array_elements_text(actions.payload -> 'rowIds') as e (row_id)
))
where kind in ('rows.add', 'rows.delete') and payload ? 'rowIds';
update actions
set payload = jsonb_build_object(
  'ranges',
  format(
    '{[%s,%s)}', payload ->> 'firstRowId', (payload ->> 'firstRowId')::bigint + (payload ->> 'count')::bigint
  ),
  'columnIds', '[]'::jsonb
)
where kind = 'import' and payload ? 'firstRowId';
create unique index actions_once on actions (workspace_id, webset_id, user_id, command_id) where command_id is not null;
create index actions_of_webset on actions (workspace_id, webset_id, at desc);`

const DOWN = `
drop index actions_of_webset;
drop index actions_once;
alter table actions drop column of_action, drop column refused, drop column size, drop column client_id,
  drop column command_id, drop column version;
drop index changes_by_version;
alter table changes drop column version;
alter table websets drop column columns_version, drop column rows_version, drop column version;`

export class Versions1795262400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
