import type { MigrationInterface, QueryRunner } from 'typeorm'

const SCOPED = ['verdicts', 'refreshes']

/** Columns get their ladder of rungs. Before, they had one strategy and one model. */
const PLANS = `
update columns set enrichment = jsonb_build_object(
  'method', 'answer', 'question', enrichment ->> 'question', 'fact', enrichment -> 'fact', 'dataFact', null,
  'stop', 'verified', 'examples', true, 'condition', null,
  'rungs', (
    select jsonb_agg(
      jsonb_build_object(
        'kind', r.kind,
        'enabled', r.kind in ('structured', 'patterns') or (r.kind = 'model' and enrichment ->> 'fact' is null),
        'model', case when r.kind in ('model', 'search', 'agent') then enrichment -> 'model' end,
        'maxMicros', null, 'maxPages', null, 'maxSteps', null
      )
      order by r.place
    )
    from unnest(array['structured', 'patterns', 'data', 'model', 'search', 'agent']) with ordinality r (kind, place)
    where enrichment ->> 'fact' is not null or r.kind not in ('structured', 'patterns')))
where enrichment is not null;`

const CELLS = `
alter table cell_states add trace jsonb not null default '[]';
-- What the value was made from: when that is the same again, no one is asked again.
alter table cell_states add input_hash text;
alter table cell_states add stale boolean not null default false;
alter table cell_states add conflict boolean not null default false;
alter table cell_states add checked_at timestamptz;
create index cell_states_stale on cell_states (workspace_id, webset_id, column_id, row_id) where stale;
alter table runs add mode text not null default 'fill' check (mode in ('fill', 'reextract', 'refresh'));
alter table runs add again boolean not null default false;
alter table run_batches add unchanged integer not null default 0;
alter table captures drop constraint captures_via_check;
alter table captures add constraint captures_via_check check (via in ('http', 'browser', 'archive', 'service'));`

const VERDICTS = `
create table verdicts (
  workspace_id uuid not null,
  id bigint generated always as identity,
  webset_id uuid not null,
  row_id bigint not null,
  column_id text not null,
  verdict text not null check (verdict in ('right', 'wrong')),
  value jsonb,
  evidence_id uuid,
  -- The rung and place that the value was from; what people say of it is how far it is trusted.
  source text,
  user_id uuid not null,
  at timestamptz not null default now(),
  primary key (workspace_id, webset_id, id),
  foreign key (workspace_id, webset_id, row_id) references rows on delete cascade
);
create index verdicts_of_cell on verdicts (workspace_id, webset_id, column_id, row_id, id desc);
create table refreshes (
  workspace_id uuid not null,
  run_id uuid not null,
  webset_id uuid not null,
  row_id bigint not null,
  column_id text not null,
  outcome text not null check (outcome in ('unchanged', 'moved', 'contradicted', 'unreachable')),
  url text not null,
  quote text not null,
  before jsonb,
  after jsonb,
  evidence_id uuid,
  primary key (workspace_id, run_id, row_id, column_id),
  foreign key (workspace_id, run_id) references runs on delete cascade
);`

export class Waterfall1795248000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [PLANS, CELLS, VERDICTS]) await runner.query(part)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table refreshes')
    await runner.query('drop table verdicts')
    await runner.query(`update captures set via = 'http' where via = 'service'`)
    await runner.query('alter table captures drop constraint captures_via_check')
    await runner.query(
      `alter table captures add constraint captures_via_check check (via in ('http', 'browser', 'archive'))`,
    )
    await runner.query('alter table run_batches drop unchanged')
    await runner.query('alter table runs drop again, drop mode')
    await runner.query(
      'alter table cell_states drop checked_at, drop conflict, drop stale, drop input_hash, drop trace',
    )
    await runner.query(`update columns set enrichment = case when enrichment ->> 'method' = 'answer' then
      jsonb_build_object(
        'question', enrichment ->> 'question', 'fact', enrichment -> 'fact',
        'strategy', case when enrichment ->> 'fact' is null then 'model' else 'website' end,
        'model', (
          select r -> 'model' from jsonb_array_elements(enrichment -> 'rungs') r where r ->> 'kind' = 'model' limit 1
        )
      ) end
      where enrichment is not null`)
  }
}
