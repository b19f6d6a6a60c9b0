import type { MigrationInterface, QueryRunner } from 'typeorm'

/**
 * The first schema. It stays one long file, because a released migration is never edited.
 *
 * Tables whose rows belong to a workspace. Row-level security guards each of them.
 */
const SCOPED = [
  'websets',
  'columns',
  'rows',
  'cell_states',
  'evidence',
  'changes',
  'actions',
  'uploads',
  'imports',
  'exports',
  'archives',
  'archive_pages',
  'captures',
  'evidence_texts',
  'runs',
  'run_batches',
]

const ACCOUNTS = `
create table users (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text,
  password_hash text,
  -- Access tokens signed before this moment are void.
  sessions_from timestamptz not null default '-infinity',
  created_at timestamptz not null default now()
);
create unique index users_email on users (lower(email));
create table workspaces (
  id uuid primary key default gen_random_uuid(), name text not null,
  created_at timestamptz not null default now()
);
create table memberships (
  workspace_id uuid not null references workspaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  role text not null check (role in ('viewer', 'editor', 'operator', 'manager')),
  created_at timestamptz not null default now(),
  primary key (workspace_id, user_id)
);
create table invitations (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces on delete cascade,
  email text,
  role text not null check (role in ('viewer', 'editor', 'operator', 'manager')),
  token_hash text not null unique,
  created_by uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  closed_at timestamptz
);
create table refresh_tokens (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references users on delete cascade,
  workspace_id uuid not null references workspaces on delete cascade,
  family_id uuid not null,
  token_hash text not null unique,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz
);
create index refresh_tokens_family on refresh_tokens (family_id);
create index refresh_tokens_user on refresh_tokens (user_id);
create table login_links (
  token_hash text primary key,
  user_id uuid not null references users on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create table api_tokens (
  id uuid primary key default gen_random_uuid(),
  workspace_id uuid not null references workspaces on delete cascade,
  user_id uuid not null references users on delete cascade,
  name text not null,
  prefix text not null,
  token_hash text not null unique,
  scopes text[] not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);`

const WEBSETS = `
create table websets (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  name text not null,
  is_sample boolean not null default false,
  row_count bigint not null default 0,
  deleted_rows bigint not null default 0,
  next_row_id bigint not null default 1,
  next_column integer not null default 1,
  archive_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, id)
);
create table columns (
  workspace_id uuid not null,
  webset_id uuid not null,
  id text not null check (id ~ '^c[0-9]+$'),
  name text not null,
  kind text not null,
  position integer not null,
  width integer not null default 180,
  settings jsonb not null default '{}',
  enrichment jsonb,
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, webset_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create table rows (
  workspace_id uuid not null,
  webset_id uuid not null,
  id bigint not null,
  cells jsonb not null default '{}',
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (workspace_id, webset_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
) with (fillfactor = 85);
create index rows_trash on rows (workspace_id, webset_id, deleted_at) where deleted_at is not null;`

const EVIDENCE = `
create table blobs (
  digest text primary key,
  warc_file text not null,
  warc_offset bigint not null,
  warc_length bigint not null,
  bytes bigint not null,
  created_at timestamptz not null default now()
);
create table evidence_texts (
  workspace_id uuid not null references workspaces on delete cascade,
  hash text not null,
  version integer not null,
  text text not null,
  segments jsonb not null,
  primary key (workspace_id, hash, version)
);
create table captures (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  url text not null,
  url_key text not null,
  final_url text not null,
  status integer not null,
  via text not null check (via in ('http', 'browser', 'archive')),
  fetched_at timestamptz not null,
  headers jsonb not null,
  content_type text not null,
  charset text not null,
  digest text not null references blobs,
  bytes bigint not null,
  text_hash text not null,
  text_version integer not null,
  archive_id uuid,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, text_hash, text_version) references evidence_texts
);
create index captures_url on captures (workspace_id, url_key, created_at desc);
create index captures_digest on captures (digest);
create table evidence (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  row_id bigint not null,
  column_id text not null,
  run_id uuid,
  capture_id uuid not null,
  value jsonb not null,
  quote text not null check (quote <> ''),
  start_offset integer not null check (start_offset >= 0),
  end_offset integer not null,
  text_hash text not null,
  text_version integer not null,
  -- The typed rule by which the value follows from the quote; null where it does not, or the page is not the row's.
  rule text check (rule <> ''),
  verified boolean generated always as (rule is not null) stored,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  check (end_offset > start_offset),
  unique (workspace_id, webset_id, row_id, column_id, id, verified),
  foreign key (workspace_id, webset_id, row_id) references rows on delete cascade,
  foreign key (workspace_id, capture_id) references captures
);
create table cell_states (
  workspace_id uuid not null,
  webset_id uuid not null,
  row_id bigint not null,
  column_id text not null,
  state text not null check (state in ('verified', 'cited', 'asserted', 'human', 'empty')),
  empty_reason text,
  evidence_id uuid,
  -- True for verified and null otherwise: with it the foreign key below asks for evidence whose rule holds.
  needs_rule boolean generated always as (case when state = 'verified' then true end) stored,
  run_id uuid,
  candidates jsonb not null default '[]',
  pages jsonb not null default '[]',
  cost_micros bigint not null default 0,
  updated_at timestamptz not null default now(),
  primary key (workspace_id, webset_id, row_id, column_id),
  constraint verified_has_evidence check (state <> 'verified' or evidence_id is not null),
  constraint empty_has_reason check ((state = 'empty') = (empty_reason is not null)),
  foreign key (workspace_id, webset_id, row_id) references rows on delete cascade,
  constraint evidence_is_of_this_cell foreign key (workspace_id, webset_id, row_id, column_id, evidence_id, needs_rule)
    references evidence (workspace_id, webset_id, row_id, column_id, id, verified),
  foreign key (workspace_id, evidence_id) references evidence (workspace_id, id)
) with (fillfactor = 85);
create index cell_states_by_state on cell_states (workspace_id, webset_id, column_id, state);`

const HISTORY = `
create table changes (
  workspace_id uuid not null references workspaces on delete cascade,
  webset_id uuid not null,
  id bigint generated always as identity,
  row_id bigint not null,
  column_id text not null,
  before jsonb,
  after jsonb,
  before_state text,
  after_state text,
  empty_reason text,
  actor_kind text not null check (actor_kind in ('person', 'token', 'run', 'system')),
  user_id uuid,
  run_id uuid,
  action_id uuid,
  evidence_id uuid,
  cost_micros bigint not null default 0,
  at timestamptz not null default now(),
  primary key (workspace_id, webset_id, id)
);
create index changes_of_cell on changes (workspace_id, webset_id, row_id, column_id, id desc);
create index changes_of_action on changes (workspace_id, action_id) where action_id is not null;
-- At most one effect of a run on a cell, however often its job runs.
create unique index changes_once_per_run on changes (workspace_id, run_id, row_id, column_id) where run_id is not null;
create table actions (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  user_id uuid not null,
  kind text not null,
  label text not null,
  payload jsonb not null default '{}',
  at timestamptz not null default clock_timestamp(),
  undone_at timestamptz,
  primary key (workspace_id, id)
);
create index actions_of_user on actions (workspace_id, webset_id, user_id, at desc);`

const RUNS = `
create table runs (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  name text not null,
  state text not null,
  scope jsonb not null,
  column_ids text[] not null,
  max_pages integer not null,
  rows integer not null,
  message text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create index runs_of_webset on runs (workspace_id, webset_id, created_at desc);
-- One run at a time works on a webset, so that two runs cannot answer the same cell.
create unique index runs_one_active on runs (workspace_id, webset_id)
where state in ('queued', 'running', 'paused', 'cancelling');
create table run_batches (
  workspace_id uuid not null,
  run_id uuid not null,
  id integer not null,
  webset_id uuid not null,
  row_ids bigint[] not null,
  done_row_ids bigint[] not null default '{}',
  state text not null default 'waiting' check (state in ('waiting', 'done', 'cancelled', 'failed')),
  generation integer not null default 1,
  -- Fences a worker that lost its job: only the holder of the token may write cells.
  lease_token uuid,
  attempts integer not null default 0,
  verified integer not null default 0,
  cited integer not null default 0,
  asserted integer not null default 0,
  kept integer not null default 0,
  empties jsonb not null default '{}',
  pages integer not null default 0,
  primary key (workspace_id, run_id, id),
  foreign key (workspace_id, run_id) references runs on delete cascade
);
create index run_batches_open on run_batches (workspace_id, webset_id) where state = 'waiting';`

const TRANSFERS = `
create table uploads (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null,
  file_name text not null,
  storage_key text not null,
  bytes bigint not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id)
);
create table imports (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  file_name text not null,
  storage_key text not null,
  options jsonb not null,
  state text not null default 'queued',
  bytes bigint not null,
  bytes_read bigint not null default 0,
  rows integer not null default 0,
  error_count integer not null default 0,
  errors jsonb not null default '[]',
  message text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create table exports (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  format text not null,
  options jsonb not null,
  state text not null default 'PENDING',
  file_name text not null,
  storage_key text not null,
  rows integer not null default 0,
  rows_done integer not null default 0,
  bytes bigint,
  message text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create index exports_expiry on exports (expires_at) where state = 'READY';
create table archives (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  name text not null,
  storage_key text not null,
  state text not null default 'indexing' check (state in ('indexing', 'ready', 'failed')),
  pages integer not null default 0,
  bytes bigint not null,
  message text,
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create table archive_pages (
  workspace_id uuid not null,
  archive_id uuid not null,
  url_key text not null,
  record_offset bigint not null,
  record_length bigint not null,
  url text not null,
  status integer not null,
  mime text not null,
  captured_at timestamptz not null,
  primary key (workspace_id, archive_id, url_key, record_offset),
  foreign key (workspace_id, archive_id) references archives on delete cascade
);`

const OPERATIONS = `
create table outbox (
  id bigint generated always as identity primary key,
  name text not null,
  payload jsonb not null,
  created_at timestamptz not null default now()
);
create table idempotency_keys (
  owner text not null,
  key text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (owner, key)
);
create unlogged table rate_limits (key text primary key, hits integer not null, until timestamptz not null);
create table socket_io_attachments (id bigserial unique, created_at timestamptz default now(), payload bytea);`

export class Initial1795132800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const part of [ACCOUNTS, WEBSETS, EVIDENCE, HISTORY, RUNS, TRANSFERS, OPERATIONS]) await runner.query(part)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      // The sub-select makes PostgreSQL read the setting once per statement instead of once per row. Without a scope,
      // no row is visible.
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
    // Bodies are shared by content, but only a capture of one’s own opens one.
    await runner.query(`alter table blobs enable row level security`)
    await runner.query(
      `create policy own_captures on blobs for select
       using (exists (select from captures where captures.digest = blobs.digest))`,
    )
    await runner.query(`create policy anyone_adds on blobs for insert with check (true)`)
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy own_captures on blobs')
    const tables = [
      'socket_io_attachments',
      'rate_limits',
      'idempotency_keys',
      'outbox',
      'archive_pages',
      'archives',
      'exports',
      'imports',
      'uploads',
      'run_batches',
      'runs',
      'actions',
      'changes',
      'cell_states',
      'evidence',
      'captures',
      'evidence_texts',
      'blobs',
      'rows',
      'columns',
      'websets',
      'api_tokens',
      'login_links',
      'refresh_tokens',
      'invitations',
      'memberships',
      'workspaces',
      'users',
    ]
    for (const table of tables) await runner.query(`drop table ${table}`)
  }
}
