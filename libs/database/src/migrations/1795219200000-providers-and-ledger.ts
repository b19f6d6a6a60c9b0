import type { MigrationInterface, QueryRunner } from 'typeorm'

const SCOPED = ['connections', 'calls', 'spend_meters']

const CONNECTIONS = `
create table connections (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  provider_id text not null,
  kind text not null check (kind in ('llm', 'search', 'reader', 'data')),
  label text not null,
  -- Whose key it is; null: everyone's in the workspace.
  user_id uuid references users on delete cascade,
  settings jsonb not null default '{}',
  -- The key under a data key of its own, and that data key under the installation's: nonce, tag and ciphertext each.
  secret bytea,
  wrapped_key bytea,
  master_key_id text,
  last_four text,
  enabled boolean not null default true,
  place integer not null,
  default_model text,
  limits jsonb not null default '{}',
  prices jsonb not null default '[]',
  resend text not null default 'never' check (resend in ('never', 'again')),
  -- Failures in a row that speak against the whole service; the circuit is open until the moment below.
  failures integer not null default 0,
  failure text,
  open_until timestamptz,
  blocked boolean not null default false,
  -- The service asked everyone to wait until then.
  paused_until timestamptz,
  tested_at timestamptz,
  test_ok boolean,
  test_message text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id),
  constraint secret_is_whole check (
    (secret is null) = (wrapped_key is null) and (secret is null) = (master_key_id is null)
  )
);`

const LEDGER = `
create table calls (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  -- One per thing that is paid for: a second try of the same thing finds this row.
  attempt_key text not null,
  state text not null check (state in ('reserved', 'dispatched', 'settled', 'released', 'uncertain', 'cached')),
  connection_id uuid not null,
  provider_id text not null,
  model text,
  purpose text not null,
  webset_id uuid,
  run_id uuid,
  row_id bigint,
  user_id uuid,
  -- The month whose budget it counts in, UTC.
  month text not null,
  request_hash text not null,
  -- Model and questions without the page: calls of one plan cost alike.
  plan_hash text not null,
  reserved_micros bigint not null check (reserved_micros >= 0),
  cost_micros bigint not null default 0 check (cost_micros >= 0),
  saved_micros bigint not null default 0,
  usage jsonb,
  answer jsonb,
  failure text,
  practice boolean not null default false,
  tries integer not null default 1,
  cells integer not null default 0,
  created_at timestamptz not null default now(),
  dispatched_at timestamptz,
  closed_at timestamptz,
  decision text check (decision in ('charged', 'not_charged')),
  decided_by uuid,
  decided_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, connection_id) references connections,
  constraint calls_once unique (workspace_id, attempt_key),
  constraint settled_has_an_end check (state not in ('settled', 'released', 'cached') or closed_at is not null)
) with (fillfactor = 85);
create index calls_in_flight on calls (workspace_id, connection_id) where state = 'dispatched';
create index calls_open on calls (workspace_id, created_at) where state in ('reserved', 'dispatched');
create index calls_uncertain on calls (workspace_id, created_at) where state = 'uncertain';
create index calls_of_run on calls (workspace_id, run_id, id) where run_id is not null;
create index calls_by_request on calls (workspace_id, request_hash) where state = 'settled';
create index calls_by_plan on calls (workspace_id, webset_id, plan_hash, row_id) where state = 'settled';
create index calls_by_time on calls (workspace_id, created_at desc, id);
create index calls_by_month on calls (workspace_id, month);
create table spend_meters (
  workspace_id uuid not null references workspaces on delete cascade,
  kind text not null check (kind in ('run', 'webset', 'workspace_month')),
  -- The run, the webset, or the month; 'every' holds the limit that a new month begins with.
  key text not null,
  limit_micros bigint check (limit_micros >= 0),
  spent_micros bigint not null default 0 check (spent_micros >= 0),
  -- Reserved, under way and uncertain.
  held_micros bigint not null default 0 check (held_micros >= 0),
  primary key (workspace_id, kind, key)
) with (fillfactor = 50);`

const RUNS = `
alter table websets add practice boolean not null default false;
alter table runs add priority text not null default 'normal' check (priority in ('low', 'normal', 'high'));
alter table runs add budget_micros bigint check (budget_micros >= 0);
alter table runs add practice boolean not null default false;
-- When the batch was given to the queue; a run has a few batches there at a time, so that runs take turns.
alter table run_batches add issued_at timestamptz;
update run_batches set issued_at = now() where state = 'waiting';
create index run_batches_unissued on run_batches (workspace_id, run_id, id)
where state = 'waiting' and issued_at is null;
update columns
set enrichment = enrichment || jsonb_build_object(
  'model', null, 'strategy', case when enrichment ->> 'fact' is null then 'model' else 'website' end
)
where enrichment is not null;`

export class ProvidersAndLedger1795219200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CONNECTIONS, LEDGER, RUNS]) await runner.query(part)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['spend_meters', 'calls', 'connections']) await runner.query(`drop table ${table}`)
    await runner.query(
      `update columns set enrichment = enrichment - 'model' || '{"strategy":"website"}' where enrichment is not null`,
    )
    await runner.query('alter table run_batches drop issued_at')
    await runner.query('alter table runs drop practice, drop budget_micros, drop priority')
    await runner.query('alter table websets drop practice')
  }
}
