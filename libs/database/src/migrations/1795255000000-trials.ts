import type { MigrationInterface, QueryRunner } from 'typeorm'

const SCOPED = ['gold_rows', 'trials']

const TRIALS = `
create table gold_rows (
  workspace_id uuid not null,
  webset_id uuid not null,
  column_id text not null,
  row_id bigint not null,
  expected jsonb not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, webset_id, column_id, row_id),
  foreign key (workspace_id, webset_id, column_id) references columns on delete cascade,
  foreign key (workspace_id, webset_id, row_id) references rows on delete cascade
);
create table trials (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  column_id text not null,
  kind text not null check (kind in ('test', 'compare', 'try')),
  state text not null default 'queued' check (state in ('queued', 'running', 'finished', 'cancelled', 'failed')),
  plans jsonb not null,
  -- What a plan is, without its name: results hold for this plan only.
  plan_hashes text[] not null,
  -- What was expected of which rows: results of another set cannot be compared.
  gold_hash text,
  expected jsonb not null default '{}',
  row_ids bigint[] not null,
  stored_only boolean not null,
  budget_micros bigint check (budget_micros >= 0),
  practice boolean not null,
  answers jsonb not null default '{}',
  correct integer,
  message text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id, column_id) references columns on delete cascade
);
create index trials_of_column on trials (workspace_id, webset_id, column_id, created_at desc);`

export class Trials1795255000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TRIALS)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['trials', 'gold_rows']) await runner.query(`drop table ${table}`)
  }
}
