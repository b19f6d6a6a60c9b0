import type { MigrationInterface, QueryRunner } from 'typeorm'

const SCOPED = ['chats', 'chat_messages']

const CHATS = `
create table chats (
  workspace_id uuid not null references workspaces on delete cascade,
  id uuid not null default gen_random_uuid(),
  webset_id uuid not null,
  title text not null,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, webset_id) references websets on delete cascade
);
create index chats_of_webset on chats (workspace_id, webset_id, updated_at desc);
create table chat_messages (
  workspace_id uuid not null,
  id uuid not null default gen_random_uuid(),
  chat_id uuid not null,
  seq integer not null,
  role text not null check (role in ('person', 'assistant')),
  text text not null default '',
  state text not null check (state in ('waiting', 'streaming', 'done', 'cancelled', 'failed')),
  steps jsonb not null default '[]',
  -- Who asked, as what: its tools may do what that person may, and nothing more.
  asked_by uuid not null,
  token_id uuid,
  scopes text[],
  -- The model that was chosen, and the one that answered.
  choice jsonb,
  model text,
  cost_micros bigint not null default 0,
  note text,
  -- What it proposes, with its price. The other columns say what became of it.
  change_set jsonb,
  change_state text check (change_state in ('proposed', 'applied', 'undone', 'dismissed')),
  action_id uuid,
  run_id uuid,
  change_message text,
  -- The worker that writes it, and its last sign of life.
  lease uuid,
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, chat_id) references chats on delete cascade,
  constraint chat_messages_in_order unique (workspace_id, chat_id, seq)
) with (fillfactor = 60);
-- One answer at a time: two tabs cannot ask over each other.
create unique index chat_messages_one_open on chat_messages (workspace_id, chat_id)
where state in ('waiting', 'streaming');`

export class Chats1795252000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHATS)
    for (const table of SCOPED) {
      await runner.query(`alter table ${table} enable row level security`)
      await runner.query(
        `create policy workspace_only on ${table}
         using (workspace_id = (select nullif(current_setting('app.workspace_id', true), '')::uuid))`,
      )
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['chat_messages', 'chats']) await runner.query(`drop table ${table}`)
  }
}
