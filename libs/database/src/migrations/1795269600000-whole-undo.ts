import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * Undo brings a cell back with all that was known about it, so the history has what the earlier state rested on. A
 * stale cell knows what made it stale: when that is taken back, it is stale no more.
 */
const UP = `
alter table changes add column rested_on jsonb;
-- For what can be undone. The entry before of the same cell has it.
update changes c
set rested_on = (
  select jsonb_build_object('evidenceId', h.evidence_id, 'empty', h.empty_reason, 'runId', h.run_id)
  from changes h
  where h.workspace_id = c.workspace_id and h.webset_id = c.webset_id and h.row_id = c.row_id
    and h.column_id = c.column_id and h.id < c.id
  order by h.id desc
  limit 1
)
where c.action_id is not null and c.before_state is not null;
-- With the id, so that the pages of a large undo are read one after the other.
drop index changes_of_action;
create index changes_of_action on changes (workspace_id, action_id, id) where action_id is not null;
alter table cell_states add column stale_by uuid[] not null default '{}';
update cell_states set stale_by = '{00000000-0000-0000-0000-000000000000}' where stale;
drop index cell_states_stale;
alter table cell_states drop column stale;
-- A person's cell stays as that person wants it, but when it goes back to its answer, it knows what has changed since.
alter table cell_states
  add column stale boolean not null generated always as (state <> 'human' and stale_by <> '{}') stored;
create index cell_states_stale on cell_states (workspace_id, webset_id, column_id, row_id) where stale;
-- A digest of the command, so that another command under its id is noticed.
alter table actions add column request_hash text;
-- The action that was taken back or repeated has what was really done.
create index actions_of_action on actions (workspace_id, of_action, version) where of_action is not null;
update actions
set payload = jsonb_build_object('columnIds', jsonb_build_array(payload -> 'columnId'))
where kind in ('column.add', 'column.delete', 'column.restore') and payload ? 'columnId';
-- The answer to a repeated request is the first one word for word. \`jsonb\` would sort its members.
alter table idempotency_keys alter column body type json using body::json;`

const DOWN = `
alter table idempotency_keys alter column body type jsonb using body::jsonb;
update actions
set payload = jsonb_build_object('columnId', payload -> 'columnIds' -> 0)
where kind in ('column.add', 'column.delete', 'column.restore') and payload ? 'columnIds';
drop index actions_of_action;
alter table actions drop column request_hash;
drop index cell_states_stale;
alter table cell_states drop column stale;
alter table cell_states add column stale boolean not null default false;
update cell_states set stale = true where state <> 'human' and stale_by <> '{}';
alter table cell_states drop column stale_by;
create index cell_states_stale on cell_states (workspace_id, webset_id, column_id, row_id) where stale;
drop index changes_of_action;
create index changes_of_action on changes (workspace_id, action_id) where action_id is not null;
alter table changes drop column rested_on;`

export class WholeUndo1795269600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN)
  }
}
